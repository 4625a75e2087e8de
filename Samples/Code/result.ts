/**
 * Errors as values: `Result`, a tiny validator built on it, and an example.
 *
 * No `throw` below crosses a function boundary. What can go wrong is written in the
 * return type, and the compiler asks every caller what it means to do about it.
 */

export type Result<T, E = Problem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export interface Problem {
  readonly path: ReadonlyArray<string | number>;
  readonly message: string;
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const fail = <E>(error: E): Result<never, E> => ({ ok: false, error });

export function map<T, U, E>(result: Result<T, E>, fn: (value: T) => U): Result<U, E> {
  return result.ok ? ok(fn(result.value)) : result;
}

export function flatMap<T, U, E>(
  result: Result<T, E>,
  fn: (value: T) => Result<U, E>,
): Result<U, E> {
  return result.ok ? fn(result.value) : result;
}

/** A decoder turns something unknown into a `T`, or says where it went wrong. */
export type Decoder<T> = (input: unknown, path?: Problem["path"]) => Result<T>;

/** The type that a decoder produces: `Decoded<typeof book>`. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

const describe = (input: unknown): string =>
  input === null ? "null" : Array.isArray(input) ? "an array" : `a ${typeof input}`;

const expected = (what: string, input: unknown, path: Problem["path"]): Result<never> =>
  fail({ path, message: `expected ${what}, found ${describe(input)}` });

export const string: Decoder<string> = (input, path = []) =>
  typeof input === "string" ? ok(input) : expected("a string", input, path);

export const integer: Decoder<number> = (input, path = []) =>
  typeof input === "number" && Number.isSafeInteger(input)
    ? ok(input)
    : expected("an integer", input, path);

export function optional<T>(inner: Decoder<T>): Decoder<T | undefined> {
  return (input, path = []) => (input === undefined ? ok(undefined) : inner(input, path));
}

export function oneOf<L extends readonly string[]>(...labels: L): Decoder<L[number]> {
  return (input, path = []) =>
    typeof input === "string" && (labels as readonly string[]).includes(input)
      ? ok(input as L[number])
      : fail({ path, message: `expected one of ${labels.map((l) => `"${l}"`).join(", ")}` });
}

export function array<T>(inner: Decoder<T>): Decoder<T[]> {
  return (input, path = []) => {
    if (!Array.isArray(input)) return expected("an array", input, path);
    const values: T[] = [];
    for (const [index, element] of input.entries()) {
      const result = inner(element, [...path, index]);
      if (!result.ok) return result;
      values.push(result.value);
    }
    return ok(values);
  };
}

type Shape = Record<string, Decoder<any>>;
type Decodes<S extends Shape> = { [K in keyof S]: Decoded<S[K]> };

export function object<S extends Shape>(shape: S): Decoder<Decodes<S>> {
  return (input, path = []) => {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      return expected("an object", input, path);
    }
    const source = input as Record<string, unknown>;
    const target: Partial<Decodes<S>> = {};
    for (const key of Object.keys(shape) as Array<keyof S & string>) {
      const result = shape[key]!(source[key], [...path, key]);
      if (!result.ok) return result;
      target[key] = result.value;
    }
    return ok(target as Decodes<S>);
  };
}

// ------------------------------------------------------------- an example

export const book = object({
  title: string,
  year: integer,
  binding: oneOf("paper", "cloth", "leather"),
  tags: array(string),
  subtitle: optional(string),
});

export type Book = Decoded<typeof book>;

export function parseBook(json: string): Result<Book> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (error) {
    return fail({ path: [], message: (error as Error).message });
  }
  return book(parsed);
}

export function explain(result: Result<Book>): string {
  if (!result.ok) {
    const where = result.error.path.map((step) => `[${JSON.stringify(step)}]`).join("");
    return `book${where}: ${result.error.message}`;
  }
  const { title, year, subtitle = "no subtitle" } = result.value;
  return `${title} (${subtitle}), ${year}`;
}

console.log(explain(parseBook(`{"title": "Knots", "year": 1998, "binding": "cloth", "tags": []}`)));
console.log(explain(parseBook(`{"title": "Bends", "year": "1998", "binding": "cloth", "tags": []}`)));
console.log(explain(parseBook(`{"title": "Hitches", "year": 1999, "binding": "cloth", "tags": [7]}`)));
