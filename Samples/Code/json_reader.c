/*
 * json_reader.c - a JSON validator and pretty-printer in one pass and constant stack.
 *
 *	cc -std=c11 -Wall -Wextra -O2 json_reader.c -o json_reader
 *	./json_reader < file.json
 *
 * Nesting is remembered in a bit for each level: 1 for an object, 0 for an array. So
 * the depth is limited by MAX_DEPTH and never by the machine's stack, and a file of a
 * million brackets is refused politely.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 4096, INDENT = 2 };

enum state {
	WANT_VALUE,		/* after ':' or at the start */
	WANT_VALUE_OR_END,	/* after '[' */
	WANT_KEY,		/* after ',' in an object */
	WANT_KEY_OR_END,	/* after '{' */
	WANT_COLON,
	WANT_COMMA_OR_END,
	WANT_NOTHING		/* after the outermost value */
};

static const char *const wanted[] = {
	[WANT_VALUE] = "a value",
	[WANT_VALUE_OR_END] = "a value or ']'",
	[WANT_KEY] = "a key in quotation marks",
	[WANT_KEY_OR_END] = "a key or '}'",
	[WANT_COLON] = "':'",
	[WANT_COMMA_OR_END] = "',' or the end",
	[WANT_NOTHING] = "nothing more",
};

struct reader {
	FILE *in, *out;
	int c;			/* one character ahead, or EOF */
	unsigned long line, column;
	unsigned depth;
	uint8_t nesting[MAX_DEPTH / 8];
};

static void advance(struct reader *r)
{
	if (r->c == '\n') {
		r->line++;
		r->column = 0;
	}
	r->c = getc(r->in);
	r->column++;
}

static void fail(const struct reader *r, const char *what)
{
	fflush(r->out);
	fprintf(stderr, "line %lu, column %lu: expected %s, found ", r->line, r->column, what);
	if (r->c == EOF)
		fprintf(stderr, "the end\n");
	else if (r->c >= 0x20 && r->c < 0x7f)
		fprintf(stderr, "'%c'\n", r->c);
	else
		fprintf(stderr, "byte 0x%02X\n", (unsigned)r->c);
	exit(EXIT_FAILURE);
}

static bool in_object(const struct reader *r)
{
	unsigned level = r->depth - 1;
	return r->nesting[level / 8] >> (level % 8) & 1;
}

static void enter(struct reader *r, bool object)
{
	if (r->depth == MAX_DEPTH)
		fail(r, "less nesting");
	uint8_t bit = (uint8_t)(1u << (r->depth % 8));
	if (object)
		r->nesting[r->depth / 8] |= bit;
	else
		r->nesting[r->depth / 8] &= (uint8_t)~bit;
	r->depth++;
}

static void new_line(struct reader *r)
{
	fprintf(r->out, "\n%*s", (int)(r->depth * INDENT), "");
}

static void emit(struct reader *r)
{
	putc(r->c, r->out);
	advance(r);
}

static void literal(struct reader *r, const char *word)
{
	for (; *word != '\0'; word++) {
		if (r->c != (unsigned char)*word)
			fail(r, "true, false or null");
		emit(r);
	}
}

static void digits(struct reader *r)
{
	if (r->c < '0' || r->c > '9')
		fail(r, "a digit");
	while (r->c >= '0' && r->c <= '9')
		emit(r);
}

/* -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)? */
static void number(struct reader *r)
{
	if (r->c == '-')
		emit(r);
	if (r->c == '0')
		emit(r);
	else
		digits(r);
	if (r->c == '.') {
		emit(r);
		digits(r);
	}
	if (r->c == 'e' || r->c == 'E') {
		emit(r);
		if (r->c == '+' || r->c == '-')
			emit(r);
		digits(r);
	}
}

static void string(struct reader *r)
{
	emit(r);
	while (r->c != '"') {
		if (r->c == EOF || r->c < 0x20)
			fail(r, "the closing quotation mark");
		if (r->c != '\\') {
			emit(r);
			continue;
		}
		emit(r);
		if (r->c == 'u') {
			emit(r);
			for (int i = 0; i < 4; i++) {
				if (r->c == EOF || !strchr("0123456789abcdefABCDEF", r->c))
					fail(r, "a hexadecimal digit");
				emit(r);
			}
		} else if (r->c != EOF && r->c != 0 && strchr("\"\\/bfnrt", r->c)) {
			emit(r);
		} else {
			fail(r, "one of \" \\ / b f n r t u");
		}
	}
	emit(r);
}

static enum state after_value(const struct reader *r)
{
	return r->depth == 0 ? WANT_NOTHING : WANT_COMMA_OR_END;
}

static enum state value(struct reader *r, enum state state)
{
	switch (r->c) {
	case '{':
		emit(r);
		enter(r, true);
		return WANT_KEY_OR_END;
	case '[':
		emit(r);
		enter(r, false);
		return WANT_VALUE_OR_END;
	case '"': string(r); break;
	case 't': literal(r, "true"); break;
	case 'f': literal(r, "false"); break;
	case 'n': literal(r, "null"); break;
	case '-': case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
		number(r);
		break;
	default:
		fail(r, wanted[state]);
	}
	return after_value(r);
}

static enum state step(struct reader *r, enum state state)
{
	bool closes = r->depth > 0 && r->c == (in_object(r) ? '}' : ']');
	bool may_close = state == WANT_KEY_OR_END || state == WANT_VALUE_OR_END ||
			 state == WANT_COMMA_OR_END;
	if (closes && may_close) {
		r->depth--;
		if (state == WANT_COMMA_OR_END)
			new_line(r);
		emit(r);
		return after_value(r);
	}
	switch (state) {
	case WANT_KEY: case WANT_KEY_OR_END:
		if (r->c != '"')
			fail(r, wanted[state]);
		new_line(r);
		string(r);
		return WANT_COLON;
	case WANT_COLON:
		if (r->c != ':')
			fail(r, wanted[state]);
		emit(r);
		putc(' ', r->out);
		return WANT_VALUE;
	case WANT_COMMA_OR_END:
		if (r->c != ',')
			fail(r, wanted[state]);
		emit(r);
		if (in_object(r))
			return WANT_KEY;
		new_line(r);
		return WANT_VALUE;
	case WANT_VALUE_OR_END:
		new_line(r);
		return value(r, state);
	case WANT_VALUE:
		return value(r, state);
	case WANT_NOTHING:
		break;
	}
	fail(r, wanted[WANT_NOTHING]);
	return WANT_NOTHING;
}

int main(void)
{
	struct reader r = { .in = stdin, .out = stdout, .line = 1 };
	enum state state = WANT_VALUE;

	for (advance(&r); ; ) {
		while (r.c == ' ' || r.c == '\t' || r.c == '\n' || r.c == '\r')
			advance(&r);
		if (r.c == EOF)
			break;
		state = step(&r, state);
	}
	if (state != WANT_NOTHING)
		fail(&r, wanted[state]);
	putchar('\n');
	return EXIT_SUCCESS;
}
