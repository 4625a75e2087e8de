//! A cache that forgets what has not been used for longest, in safe Rust.
//!
//! The usual advice is that a doubly linked list needs `unsafe` or `Rc<RefCell<_>>`. It needs
//! neither: the nodes live in a `Vec`, and the links are indices into it.
//!
//!     rustc --edition 2021 --test lru_cache.rs && ./lru_cache

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

const NONE: usize = usize::MAX;

#[derive(Debug)]
struct Node<K, V> {
    key: K,
    value: V,
    newer: usize,
    older: usize,
}

/// At most `capacity` entries; reading one makes it the newest.
#[derive(Debug)]
pub struct LruCache<K, V> {
    capacity: usize,
    index: HashMap<K, usize>,
    nodes: Vec<Node<K, V>>,
    newest: usize,
    oldest: usize,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    /// # Panics
    ///
    /// If `capacity` is zero: such a cache could not hold what it was just given.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a cache needs room for one entry");
        Self {
            capacity,
            index: HashMap::with_capacity(capacity),
            nodes: Vec::with_capacity(capacity),
            newest: NONE,
            oldest: NONE,
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn get<Q>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let at = *self.index.get(key)?;
        self.touch(at);
        Some(&self.nodes[at].value)
    }

    /// Insert or replace. Returns the entry that had to make room, if any.
    pub fn insert(&mut self, key: K, value: V) -> Option<(K, V)> {
        if let Some(&at) = self.index.get(&key) {
            self.nodes[at].value = value;
            self.touch(at);
            return None;
        }
        if self.nodes.len() < self.capacity {
            let at = self.nodes.len();
            self.nodes.push(Node { key: key.clone(), value, newer: NONE, older: NONE });
            self.index.insert(key, at);
            self.link_newest(at);
            return None;
        }
        // Use the oldest entry's place again, so that no index ever changes.
        let at = self.oldest;
        self.unlink(at);
        let node = &mut self.nodes[at];
        let old_key = std::mem::replace(&mut node.key, key.clone());
        let old_value = std::mem::replace(&mut node.value, value);
        self.index.remove(&old_key);
        self.index.insert(key, at);
        self.link_newest(at);
        Some((old_key, old_value))
    }

    /// From the newest to the oldest.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> + '_ {
        let mut at = self.newest;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at)?;
            at = node.older;
            Some((&node.key, &node.value))
        })
    }

    fn touch(&mut self, at: usize) {
        if at != self.newest {
            self.unlink(at);
            self.link_newest(at);
        }
    }

    fn unlink(&mut self, at: usize) {
        let (newer, older) = (self.nodes[at].newer, self.nodes[at].older);
        match newer {
            NONE => self.newest = older,
            _ => self.nodes[newer].older = older,
        }
        match older {
            NONE => self.oldest = newer,
            _ => self.nodes[older].newer = newer,
        }
    }

    fn link_newest(&mut self, at: usize) {
        self.nodes[at].newer = NONE;
        self.nodes[at].older = self.newest;
        match self.newest {
            NONE => self.oldest = at,
            second => self.nodes[second].newer = at,
        }
        self.newest = at;
    }
}

fn main() {
    let mut cache = LruCache::new(2);
    for word in ["tide", "tide", "ebb", "flood", "tide"] {
        match cache.get(word).copied() {
            Some(length) => println!("{word}: {length} (remembered)"),
            None => {
                let forgotten = cache.insert(word.to_string(), word.len());
                println!("{word}: {} (computed); forgot {forgotten:?}", word.len());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(cache: &LruCache<u32, char>) -> Vec<u32> {
        cache.iter().map(|(k, _)| *k).collect()
    }

    #[test]
    fn reading_makes_an_entry_new() {
        let mut cache = LruCache::new(3);
        for (k, v) in [(1, 'a'), (2, 'b'), (3, 'c')] {
            assert_eq!(cache.insert(k, v), None);
        }
        assert_eq!(cache.get(&1), Some(&'a'));
        assert_eq!(keys(&cache), [1, 3, 2]);
        assert_eq!(cache.insert(4, 'd'), Some((2, 'b')));
        assert_eq!(keys(&cache), [4, 1, 3]);
        assert_eq!(cache.get(&2), None);
    }

    #[test]
    fn it_agrees_with_a_slow_one() {
        let mut cache = LruCache::new(4);
        let mut slow: Vec<(u32, char)> = Vec::new();
        let mut seed = 2463534242_u32;
        for _ in 0..10_000 {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            let key = seed % 7;
            let position = slow.iter().position(|(k, _)| *k == key);
            if seed & 0x100 == 0 {
                let entry = position.map(|p| slow.remove(p));
                assert_eq!(cache.get(&key).copied(), entry.map(|(_, v)| v));
                slow.extend(entry);
            } else {
                let value = char::from(b'a' + (seed >> 24) as u8 % 26);
                if let Some(p) = position {
                    slow.remove(p);
                }
                slow.push((key, value));
                let dropped = if slow.len() > 4 { Some(slow.remove(0)) } else { None };
                assert_eq!(cache.insert(key, value), dropped);
            }
            assert!(cache.iter().map(|(k, v)| (*k, *v)).eq(slow.iter().rev().copied()));
        }
    }
}
