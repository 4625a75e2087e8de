-- library.sql: a lending library, from empty tables to the questions one asks of it.
--
--     sqlite3 :memory: < library.sql

PRAGMA foreign_keys = ON;

BEGIN;

CREATE TABLE author (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL UNIQUE
);

CREATE TABLE book (
    isbn    TEXT    PRIMARY KEY CHECK (length(isbn) = 13),
    title   TEXT    NOT NULL,
    year    INTEGER NOT NULL CHECK (year BETWEEN 1450 AND 2100),
    pages   INTEGER,
    shelf   TEXT    NOT NULL DEFAULT 'general'
);

CREATE TABLE written_by (
    isbn      TEXT    NOT NULL REFERENCES book (isbn) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES author (id),
    position  INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (isbn, author_id)
) WITHOUT ROWID;

CREATE TABLE member (
    id      INTEGER PRIMARY KEY,
    name    TEXT    NOT NULL,
    email   TEXT    UNIQUE COLLATE NOCASE,
    joined  TEXT    NOT NULL DEFAULT (date('now'))
);

CREATE TABLE loan (
    id       INTEGER PRIMARY KEY,
    isbn     TEXT    NOT NULL REFERENCES book (isbn),
    member   INTEGER NOT NULL REFERENCES member (id),
    lent     TEXT    NOT NULL,
    due      TEXT    NOT NULL,
    returned TEXT,
    CHECK (due > lent),
    CHECK (returned IS NULL OR returned >= lent)
);

-- A book can be out only once at a time.
CREATE UNIQUE INDEX one_open_loan ON loan (isbn) WHERE returned IS NULL;

CREATE TRIGGER at_most_three_books
BEFORE INSERT ON loan
WHEN (SELECT count(*) FROM loan WHERE member = NEW.member AND returned IS NULL) >= 3
BEGIN
    SELECT raise(ABORT, 'this member already has three books');
END;

INSERT INTO author (id, name) VALUES
    (1, 'I. Calloway'), (2, 'D. Pike'), (3, 'S. Rao'), (4, 'T. Okonjo-Bell');

INSERT INTO book (isbn, title, year, pages, shelf) VALUES
    ('9780000000019', 'What People Leave Behind',      2011, 288, 'society'),
    ('9780000000026', 'Buses of the East Coast',       1998, 176, 'transport'),
    ('9780000000033', 'The Law of Hedges and Pears',   2019, 412, 'law'),
    ('9780000000040', 'Mosses above the Tree Line',    2003, NULL, 'nature'),
    ('9780000000057', 'Getting a Door Upstairs',       2021,  64, 'society');

INSERT INTO written_by (isbn, author_id, position) VALUES
    ('9780000000019', 1, 1), ('9780000000026', 2, 1), ('9780000000033', 3, 1),
    ('9780000000040', 4, 1), ('9780000000057', 2, 1), ('9780000000057', 1, 2);

INSERT INTO member (id, name, email, joined) VALUES
    (1, 'Teo',      NULL,                '2024-01-15'),
    (2, 'Averil',   'thorn@example.org', '1999-06-01'),
    (3, 'Leonie',   'leonie@example.org','2023-11-30');

INSERT INTO loan (isbn, member, lent, due, returned) VALUES
    ('9780000000019', 2, '2025-01-03', '2025-01-24', '2025-01-20'),
    ('9780000000019', 3, '2025-02-01', '2025-02-22', '2025-03-09'),
    ('9780000000026', 1, '2025-02-10', '2025-03-03', NULL),
    ('9780000000040', 1, '2025-02-10', '2025-03-03', '2025-02-28'),
    ('9780000000057', 2, '2025-03-01', '2025-03-22', NULL);

COMMIT;

.headers on
.mode column

-- 1. Who has what, and is it late on the 10th of March?
SELECT m.name                                          AS member,
       b.title,
       l.due,
       CASE WHEN l.due < '2025-03-10'
            THEN CAST(julianday('2025-03-10') - julianday(l.due) AS INTEGER) || ' days'
            ELSE '-'
       END                                             AS late
FROM   loan   AS l
JOIN   member AS m ON m.id = l.member
JOIN   book   AS b USING (isbn)
WHERE  l.returned IS NULL
ORDER  BY l.due;

-- 2. Books with all their authors, in the order in which they are named on the cover.
SELECT title, year, group_concat(name, ' & ') AS authors
FROM  (SELECT b.title, b.year, b.isbn, a.name
       FROM   book AS b
       JOIN   written_by AS w USING (isbn)
       JOIN   author AS a ON a.id = w.author_id
       ORDER  BY b.isbn, w.position)
GROUP BY isbn
ORDER BY year DESC;

-- 3. How often each shelf is borrowed from, its share, and the running total.
WITH per_shelf AS (
    SELECT b.shelf, count(l.id) AS loans
    FROM   book AS b LEFT JOIN loan AS l USING (isbn)
    GROUP  BY b.shelf
)
SELECT shelf,
       loans,
       round(100.0 * loans / sum(loans) OVER (), 1)          AS percent,
       sum(loans) OVER (ORDER BY loans DESC, shelf)          AS running
FROM   per_shelf
ORDER  BY loans DESC, shelf;

-- 4. A calendar of the days in one week, with the number of books that were out.
WITH RECURSIVE day(d) AS (
    VALUES ('2025-02-26')
    UNION ALL
    SELECT date(d, '+1 day') FROM day WHERE d < '2025-03-04'
)
SELECT d AS day,
       (SELECT count(*) FROM loan WHERE lent <= d AND (returned IS NULL OR returned > d)) AS out
FROM   day;

-- 5. Members who have never brought anything back late.
SELECT name FROM member AS m
WHERE NOT EXISTS (
    SELECT 1 FROM loan
    WHERE  member = m.id AND coalesce(returned, '2025-03-10') > due
);
