#!/usr/bin/env node
'use strict';

/**
 * A typed-by-convention event emitter, a debounce and a memoiser, with their tests.
 *
 *     node emitter.js          // runs the tests
 *     const { Emitter } = require('./emitter.js');
 */

class Emitter {
  #listeners = new Map();

  /** Register a listener. The returned function takes it away again. */
  on(event, listener, { once = false, signal } = {}) {
    if (typeof listener !== 'function') {
      throw new TypeError(`listener for "${event}" must be a function, got ${typeof listener}`);
    }
    if (signal?.aborted) return () => {};

    const entry = { listener, once };
    const entries = this.#listeners.get(event) ?? [];
    this.#listeners.set(event, [...entries, entry]);

    const remove = () => {
      const left = (this.#listeners.get(event) ?? []).filter((other) => other !== entry);
      if (left.length > 0) this.#listeners.set(event, left);
      else this.#listeners.delete(event);
    };
    signal?.addEventListener('abort', remove, { once: true });
    entry.remove = remove;
    return remove;
  }

  once(event, listener) {
    return this.on(event, listener, { once: true });
  }

  /** Call every listener, in order. One that throws does not silence the others. */
  emit(event, ...args) {
    const errors = [];
    for (const entry of this.#listeners.get(event) ?? []) {
      if (entry.once) entry.remove();
      try {
        entry.listener.apply(this, args);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) {
      throw new AggregateError(errors, `${errors.length} listener(s) of "${event}" failed`);
    }
  }

  count(event) {
    return this.#listeners.get(event)?.length ?? 0;
  }
}

/** Call `fn` once, `ms` milliseconds after the last of a burst of calls. */
function debounce(fn, ms = 100) {
  let timer = null;
  const debounced = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      fn(...args);
    }, ms);
  };
  debounced.cancel = () => {
    clearTimeout(timer);
    timer = null;
  };
  Object.defineProperty(debounced, 'pending', { get: () => timer !== null });
  return debounced;
}

/** Remember results by the JSON of the arguments; forget the oldest beyond `limit`. */
const memoise = (fn, { limit = 1_000 } = {}) => {
  const cache = new Map();
  return (...args) => {
    const key = JSON.stringify(args);
    if (cache.has(key)) {
      const value = cache.get(key);
      cache.delete(key);            // re-inserting moves the key to the young end
      cache.set(key, value);
      return value;
    }
    const value = fn(...args);
    cache.set(key, value);
    if (cache.size > limit) cache.delete(cache.keys().next().value);
    return value;
  };
};

module.exports = { Emitter, debounce, memoise };

// ---------------------------------------------------------------- tests

if (require.main === module) {
  const assert = require('node:assert/strict');
  const { test } = require('node:test');

  test('listeners are called in order and can be removed', () => {
    const bus = new Emitter();
    const heard = [];
    const off = bus.on('say', (word) => heard.push(`1:${word}`));
    bus.once('say', (word) => heard.push(`2:${word}`));
    bus.emit('say', 'hello');
    off();
    bus.emit('say', 'anyone?');
    assert.deepEqual(heard, ['1:hello', '2:hello']);
    assert.equal(bus.count('say'), 0);
  });

  test('a failing listener does not stop the next', () => {
    const bus = new Emitter();
    let reached = false;
    bus.on('x', () => { throw new Error('oops'); });
    bus.on('x', () => { reached = true; });
    assert.throws(() => bus.emit('x'), { name: 'AggregateError', message: /1 listener\(s\) of "x"/ });
    assert.ok(reached);
  });

  test('an abort signal takes a listener away', () => {
    const bus = new Emitter();
    const controller = new AbortController();
    bus.on('tick', () => {}, { signal: controller.signal });
    assert.equal(bus.count('tick'), 1);
    controller.abort();
    assert.equal(bus.count('tick'), 0);
  });

  test('debounce waits for silence', async () => {
    const calls = [];
    const save = debounce((text) => calls.push(text), 20);
    for (const text of ['a', 'ab', 'abc']) save(text);
    assert.equal(save.pending, true);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(calls, ['abc']);
  });

  test('memoise forgets the least recently used', () => {
    let calls = 0;
    const square = memoise((n) => (calls++, n * n), { limit: 2 });
    [2, 3, 2, 4, 2].forEach((n) => square(n));
    assert.equal(calls, 3);
    square(3);                      // had been forgotten when 4 came
    assert.equal(calls, 4);
  });
}
