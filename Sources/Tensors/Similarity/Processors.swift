import Basics

/// Work on parts of a matrix on all processors.
package enum Processors {
  /// `0..<count` in as many ranges as there are processors, or fewer.
  package static func ranges(_ count: Int) -> [Range<Int>] {
    let size = max(1, (count + Workers.count - 1) / Workers.count)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// Works on all parts, as many at a time as there are processors; results in the order of the parts, or the first trouble in that order.
  package nonisolated(nonsending) static func together<Part: Sendable, Output: Sendable>(
    _ parts: [Part], _ work: @escaping @Sendable (Part) throws(Trouble) -> Output
  ) async throws(Trouble) -> [Output] {
    let results = await withTaskGroup(of: (Int, Result<Output, Trouble>).self) { group in
      for (number, part) in parts.enumerated() {
        group.addTask { () async -> (Int, Result<Output, Trouble>) in
          do throws(Trouble) { return (number, .success(try work(part))) } catch {
            return (number, .failure(error))
          }
        }
      }
      var results = [Result<Output, Trouble>?](repeating: nil, count: parts.count)
      for await (number, result) in group { results[number] = result }
      return results.compactMap { $0 }
    }
    var outputs: [Output] = []
    for result in results { outputs.append(try result.get()) }
    return outputs
  }
}
