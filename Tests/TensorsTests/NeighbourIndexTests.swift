import Basics
import Tensors
import Testing

struct NeighbourIndexTests {
  /// A matrix of numbers as a file would have them.
  private func stored(_ rows: Tensor, _ type: ElementType = .bf16) throws -> StoredTensor {
    let bytes = rows.values.flatMap { value -> [UInt8] in
      switch type {
      case .bf16:
        let bits = UInt16(truncatingIfNeeded: value.bitPattern >> 16)
        return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
      case .f16:
        let bits = Float16(value).bitPattern
        return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
      default:
        return (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
      }
    }
    return try StoredTensor(
      name: "m", sizes: rows.shape.sizes, type: type, in: MemoryBytes(bytes, file: "m"),
      StoredTensor.Layout(offset: 0))
  }

  /// The nearest by their definition, pair by pair in double precision.
  private func plain(_ k: Int, _ query: [Float], _ tensor: StoredTensor, _ similarity: Similarity) throws
    -> [Ranked]
  {
    let rows = try tensor.tensor(rows: 0..<tensor.rowCount)
    let scores = similarity.plain(Tensor(query, [1, query.count]), rows).values
    let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    return order.prefix(k).map { Ranked(value: scores[$0], index: $0) }
  }

  @Test(arguments: Similarity.allCases, 1...6) func `what is found is what comparing with every row finds`(
    similarity: Similarity, seed: UInt64
  ) async throws {
    var random = SeededRandom(seed: seed)
    // Widths with a rest behind lanes of eight, several parts, rows of very different lengths, a common direction.
    let width = [1, 7, 33, 64, 256, 1000][Int(seed) - 1]
    let height = [300, 5000, 3000, 20_000, 2000, 900][Int(seed) - 1]
    let lengths = Tensor.uniform([height, 1], in: 0.1..<3, &random)
    let rows = Tensor.normal([height, width], mean: 0.3, &random) * lengths
    let tensor = try stored(rows, [.bf16, .f16, .f32][Int(seed) % 3])
    let index = try await NeighbourIndex(of: tensor, Ticket())
    for _ in 0..<4 {
      let query = Tensor.normal([width], mean: 0.2, &random).values
      let found = try await index.nearest(12, to: query, by: similarity, Ticket())
      let expected = try plain(12, query, tensor, similarity)
      agree(Tensor(found.map(\.value)), Tensor(expected.map(\.value)), 2e-6)
      // Scores that differ by less than single precision shows may change places.
      let differing = zip(found, expected).filter { $0.index != $1.index && abs($0.value - $1.value) > 1e-6 }
      #expect(differing.isEmpty)
    }
  }

  @Test(arguments: Similarity.allCases) func `all processors together find what one finds`(f: Similarity)
    async throws
  {
    var random = SeededRandom(seed: 21)
    for height in [1, 2, 3, 9000] {
      let tensor = try stored(.normal([height, 40], mean: 0.5, &random))
      let query = Tensor.normal([40], &random).values
      let found = try await f.nearest(10, to: query, amongAllOf: tensor, Ticket())
      let expected = try f.nearest(10, to: Tensor(query, [1, 40]), in: tensor)[0]
      agree(Tensor(found.map(\.value)), Tensor(expected.map(\.value)), 2e-6)
      let differing = zip(found, expected).filter { $0.index != $1.index && abs($0.value - $1.value) > 1e-6 }
      #expect(found.count == min(height, 10) && differing.isEmpty)
    }
  }

  @Test func `the query's own rows are passed over, and few rows are all found`() async throws {
    var random = SeededRandom(seed: 11)
    let tensor = try stored(.normal([5, 16], &random))
    let index = try await NeighbourIndex(of: tensor, Ticket())
    let query = try tensor.tensor(rows: 2..<3).values
    let all = try await index.nearest(9, to: query, by: .cosine, Ticket())
    #expect(all.count == 5 && all[0].index == 2 && abs(all[0].value - 1) < 1e-6)
    let others = try await index.nearest(9, to: query, by: .cosine, without: [2], Ticket())
    #expect(others == Array(all.dropFirst()))
    #expect(try await index.nearest(0, to: query, by: .dot, Ticket()).isEmpty)
    #expect(index.byteCount == 5 * 32)
  }

  @Test func `rows that are alike, rows of noughts and a query of noughts do no harm`() async throws {
    let rows = Tensor(rows: [[0, 0], [1, 2], [1, 2], [0, 0], [-1, 2]])
    let tensor = try stored(rows)
    let index = try await NeighbourIndex(of: tensor, Ticket())
    for similarity in Similarity.allCases {
      for query: [Float] in [[0, 0], [1, 2], [3, -1]] {
        let found = try await index.nearest(5, to: query, by: similarity, Ticket())
        let expected = try plain(5, query, tensor, similarity)
        agree(Tensor(found.map(\.value)), Tensor(expected.map(\.value)), 2e-6)
      }
    }
    #expect(try await index.nearest(2, to: [1, 2], by: .euclid, Ticket()).map(\.index) == [1, 2])
    let none = try await NeighbourIndex(of: stored(.zeros([0, 3])), Ticket())
    #expect(try await none.nearest(3, to: [1, 2, 3], by: .dot, Ticket()).isEmpty)
  }

  @Test func `numbers that are not finite are refused, and a cancelled ticket stops the work`() async throws {
    let bad = try stored(Tensor(rows: [[1, 2], [.nan, 3]]), .f32)
    await #expect(throws: Trouble.self) { try await NeighbourIndex(of: bad, Ticket()) }
    let ticket = Ticket()
    ticket.cancel()
    let good = try stored(.ones([3, 2]))
    await #expect(throws: Trouble.cancelled) { try await NeighbourIndex(of: good, ticket) }
    let index = try await NeighbourIndex(of: good, Ticket())
    await #expect(throws: Trouble.cancelled) {
      try await index.nearest(1, to: [1, 1], by: .dot, ticket)
    }
  }
}
