/*
 * wordcount.c - print the most frequent words of a text.
 *
 * Build:  cc -std=c11 -Wall -Wextra -O2 wordcount.c -o wordcount
 * Use:    ./wordcount [-n COUNT] < file
 *
 * Words are kept in an open-addressing hash table that grows by doubling; their
 * bytes live in one arena, so that there is nothing to free one by one.
 */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK	(64u * 1024u)
#define MAX_WORD	255
#define FNV_OFFSET	0xcbf29ce484222325ULL
#define FNV_PRIME	0x00000100000001b3ULL

struct block {
	struct block *next;
	size_t used;
	char bytes[ARENA_BLOCK];
};

struct entry {
	const char *word;	/* NULL marks an empty slot */
	uint64_t hash;
	unsigned long count;
};

struct table {
	struct entry *slots;
	size_t capacity;	/* always a power of two */
	size_t used;
	struct block *arena;
};

static void die(const char *what)
{
	fprintf(stderr, "wordcount: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static void *must(void *p)
{
	if (p == NULL)
		die("out of memory");
	return p;
}

static const char *arena_copy(struct table *t, const char *s, size_t n)
{
	if (t->arena == NULL || ARENA_BLOCK - t->arena->used < n + 1) {
		struct block *b = must(malloc(sizeof *b));
		b->next = t->arena;
		b->used = 0;
		t->arena = b;
	}
	char *copy = t->arena->bytes + t->arena->used;
	memcpy(copy, s, n);
	copy[n] = '\0';
	t->arena->used += n + 1;
	return copy;
}

static uint64_t fnv1a(const char *s, size_t n)
{
	uint64_t h = FNV_OFFSET;
	for (size_t i = 0; i < n; i++) {
		h ^= (unsigned char)s[i];
		h *= FNV_PRIME;
	}
	return h;
}

static struct entry *find_slot(struct entry *slots, size_t capacity,
			       uint64_t hash, const char *word)
{
	size_t i = (size_t)hash & (capacity - 1);
	while (slots[i].word != NULL) {
		if (slots[i].hash == hash && strcmp(slots[i].word, word) == 0)
			break;
		i = (i + 1) & (capacity - 1);	/* linear probing */
	}
	return &slots[i];
}

static void grow(struct table *t)
{
	size_t capacity = t->capacity ? t->capacity * 2 : 1024;
	struct entry *slots = must(calloc(capacity, sizeof *slots));
	for (size_t i = 0; i < t->capacity; i++) {
		struct entry *old = &t->slots[i];
		if (old->word != NULL)
			*find_slot(slots, capacity, old->hash, old->word) = *old;
	}
	free(t->slots);
	t->slots = slots;
	t->capacity = capacity;
}

static void count_word(struct table *t, const char *word, size_t n)
{
	if (t->used * 10 >= t->capacity * 7)	/* load factor 0.7 */
		grow(t);
	uint64_t hash = fnv1a(word, n);
	struct entry *e = find_slot(t->slots, t->capacity, hash, word);
	if (e->word == NULL) {
		e->word = arena_copy(t, word, n);
		e->hash = hash;
		t->used++;
	}
	e->count++;
}

static void read_words(struct table *t, FILE *in)
{
	char word[MAX_WORD + 1];
	size_t n = 0;
	int c;

	do {
		c = getc(in);
		bool letter = c != EOF && (isalpha(c) || c >= 0x80 || (c == '\'' && n > 0));
		if (letter && n < MAX_WORD) {
			word[n++] = (char)tolower(c);
		} else if (!letter && n > 0) {
			while (n > 0 && word[n - 1] == '\'')
				n--;		/* closing quotation mark */
			word[n] = '\0';
			count_word(t, word, n);
			n = 0;
		}
	} while (c != EOF);
	if (ferror(in))
		die("read");
}

static int by_count(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	if (a->word == NULL || b->word == NULL)
		return (a->word == NULL) - (b->word == NULL);
	return strcmp(a->word, b->word);
}

int main(int argc, char **argv)
{
	struct table t = { 0 };
	size_t limit = 10;

	if (argc == 3 && strcmp(argv[1], "-n") == 0) {
		limit = strtoul(argv[2], NULL, 10);
	} else if (argc != 1) {
		fprintf(stderr, "usage: %s [-n COUNT] < file\n", argv[0]);
		return 2;
	}

	read_words(&t, stdin);
	if (t.capacity > 0)
		qsort(t.slots, t.capacity, sizeof *t.slots, by_count);
	for (size_t i = 0; i < limit && i < t.used; i++)
		printf("%8lu  %s\n", t.slots[i].count, t.slots[i].word);

	while (t.arena != NULL) {
		struct block *next = t.arena->next;
		free(t.arena);
		t.arena = next;
	}
	free(t.slots);
	return EXIT_SUCCESS;
}
