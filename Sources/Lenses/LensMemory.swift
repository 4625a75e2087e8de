import Basics

/// What one lens remembers from look to look, so that turning a knob does again only what depends on it.
///
/// ```
/// struct Key: Hashable { var texts: [Subject.Text]; var size: Int }
/// let learned = try await subject.memory.value(for: Key(texts: subject.texts, size: 600)) { () throws(Trouble) in
///   try trainer.train(words, ticket)
/// }
/// ```
/// The caller makes one for each lens and hands it to every look; a look without one begins with nothing. A key names all
/// that the value depends on, texts included: equal keys mean equal values. Only the values used last are kept, `limit` of
/// them.
package actor LensMemory {
  private let limit: Int
  private var kept: [AnyHashable: Kept] = [:]
  private var clock = 0

  private struct Kept {
    var value: any Sendable
    /// When it was used last.
    var time: Int
  }

  /// Keeps at most so many values.
  package init(limit: Int = 256) { self.limit = max(1, limit) }

  /// How many values are kept.
  package var count: Int { kept.count }

  /// What was kept under this key, if it is of this type.
  package func recall<Value: Sendable>(_ key: some Hashable & Sendable, as type: Value.Type) -> Value? {
    guard let value = kept[AnyHashable(key)]?.value as? Value else { return nil }
    clock += 1
    kept[AnyHashable(key)]?.time = clock
    return value
  }

  /// Keeps a value; the one that was not used for longest goes when there are too many.
  package func keep(_ value: any Sendable, for key: some Hashable & Sendable) {
    clock += 1
    kept[AnyHashable(key)] = Kept(value: value, time: clock)
    guard kept.count > limit, let oldest = kept.min(by: { $0.value.time < $1.value.time }) else { return }
    kept[oldest.key] = nil
  }

  /// What was kept under this key, or what `make` makes, which is kept from then on; nothing is kept when it throws. The
  /// work is done where the look runs, not in the memory, so looks do not wait for each other.
  package nonisolated func value<Value: Sendable>(
    for key: some Hashable & Sendable, make: () throws(Trouble) -> Value
  ) async throws(Trouble) -> Value {
    if let value = await recall(key, as: Value.self) { return value }
    let value = try make()
    await keep(value, for: key)
    return value
  }
}
