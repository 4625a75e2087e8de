import Basics
import Figures
import Formats
import Foundation
import Tensors
import Testing
import Tokens

@testable import Lenses

/// Keys, classes and baselines, by hand.
@Suite struct TransplantTests {
  private func keyed(_ entries: [String]) throws -> KeyedVocabulary {
    try KeyedVocabulary(Toy.pairs(entries, []), .open)
  }

  private func plan(
    _ base: [String], _ donor: [String], bytes: Bool = false, prefixes: Bool = false
  ) throws -> TransplantPlan {
    TransplantPlan(
      base: try keyed(base), donor: try keyed(donor), allowed: ({ _ in true }, { _ in true }),
      matchesBytes: bytes, matchesPrefixes: prefixes)
  }

  @Test func `a space before a word is a tag, wherever it is spelled`() throws {
    let bytes = try keyed([" the", "the", " ", "é"])
    #expect(
      bytes.keys == [
        .wordStart(Array("the".utf8)), .plain(Array("the".utf8)), .wordStart([]), .plain([0xC3, 0xA9]),
      ])
    let words = try KeyedVocabulary(Toy.wordPiece(["[UNK]", "the", "##s"]), .open)
    #expect(words.keys[1] == .plain(Array("the".utf8)) && words.keys[2] == .plain(Array("##s".utf8)))
  }

  @Test(.enabled(if: RealTokenizers.isPresent))
  func `special tokens match by role, and words across spellings`() throws {
    let llama = try KeyedVocabulary(RealTokenizers.read("spm/llama2.model"), .open)
    let gpt2 = try KeyedVocabulary(RealTokenizers.read("tiktoken/gpt2.tiktoken"), .open)
    #expect(
      llama.ids[.special("bos")] == 1 && llama.ids[.special("eos")] == 2 && llama.ids[.special("unk")] == 0)
    for word in ["the", "house", "é"] {
      let key = TokenKey.wordStart(Array(word.utf8))
      #expect(llama.ids[key] != nil && gpt2.ids[key] != nil, "\(word)")
    }
    #expect(llama.byteMatch(.plain([0x80])) == 3 + 0x80)
    let plan = TransplantPlan(
      base: llama, donor: gpt2, allowed: ({ _ in true }, { _ in true }), matchesBytes: true,
      matchesPrefixes: false)
    #expect(plan.shared.count > 10_000 && plan.count("byte") > 50)
    #expect(plan.shared.map(\.donor) == plan.shared.map(\.donor).sorted())
  }

  @Test func `every donor token is copied or rebuilt, in that order of classes`() throws {
    let base = ["a", " ab", "<0x62>", "abc", "x", "é"]
    let donor = ["a", "abcd", "b", " abx", "q", "éa"]
    #expect(
      try plan(base, donor).classes == [
        .exact(0), .approximated, .approximated, .approximated, .approximated, .approximated,
      ])
    #expect(
      try plan(base, donor, bytes: true, prefixes: true).classes == [
        .exact(0), .prefix(3), .byte(2), .prefix(1), .approximated, .prefix(5),
      ])
    #expect(try plan(donor, base, bytes: true).classes[2] == .byte(2))
  }

  @Test func `what takes no part becomes a row of noughts, and is no match either`() throws {
    let (base, donor) = (try keyed(["a", "b"]), try keyed(["a", "b", "c"]))
    let plan = TransplantPlan(
      base: base, donor: donor, allowed: ({ $0 != 0 }, { $0 != 2 }), matchesBytes: false,
      matchesPrefixes: false)
    #expect(plan.classes == [.approximated, .exact(1), .junk])
  }

  // MARK: - Baselines

  private let sides = TransplantBaselines(
    donor: Tensor(rows: [[1, 0, 0], [0, 2, 0], [0.6, 0.8, 0], [0, 0, 0.5], [1, 1, 1]]),
    base: Tensor(rows: [[1, 0], [0, 1], [1, 1], [2, -1], [0.5, 0.5]]))

  private func near(_ a: Tensor, _ b: [Float], _ tolerance: Float = 1e-5) -> Bool {
    zip(a.values, b).allSatisfy { abs($0 - $1) < tolerance } && a.count == b.count
  }

  @Test func `the two nearest anchors of the worked example`() throws {
    let row = try sides.nearest(2, to: Tensor([0.9, 1.3, 0.5], [1, 3]), .open)
    #expect(near(row, [0.717547, 0.717547]))
  }

  @Test func `factors are replayed on the base's rows`() throws {
    let paths = try PursuitPath.paths(
      of: Tensor([0.9, 1.3, 0.5], [1, 3]), atoms: sides.donor, limit: 3, by: .dot, .open)
    #expect(near(TransplantStudy.replayed(paths, 2, sides.base), [0.35, 0.65]))
    #expect(near(TransplantStudy.replayed(paths, 3, sides.base), [0.65, 0.65]))
  }

  @Test(arguments: 1..<4) func `dense maps find a map that there is`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let donor = Tensor.normal([50, 6], &random)
    let turn = Tensor.normal([6, 6], &random).qr().q
    let targets = Tensor.normal([4, 6], &random)
    let turned = TransplantBaselines(donor: donor, base: donor.matmul(turn) + 3)
    let map = try #require(try turned.procrustes(of: targets, .open))
    #expect(near(map, (targets.matmul(turn) + 3).values, 1e-3), "a rotation and a shift")
    let linear = TransplantBaselines(donor: donor, base: donor.matmul(Tensor.normal([6, 5], &random)))
    let solved = try #require(try linear.leastSquares(of: donor))
    #expect(near(solved, linear.base.values, 1e-3))
  }

  @Test func `gaussian rows have the mean and the covariance of the source`() throws {
    var random = SeededRandom(seed: 2)
    let rows = Tensor.normal([400, 2], &random).matmul(Tensor(rows: [[1, 0.5], [0, 0.2]])) + 2
    let drawn = try TransplantBaselines.gaussian(
      4000, like: TensorRows(rows), mean: rows.mean(over: [0]), seed: 9, .open)
    func moments(_ x: Tensor) -> [Float] {
      let centred = x - x.mean(over: [0])
      return x.mean(over: [0]).values + (centred.transposed().matmul(centred) / Float(x.size(0))).values
    }
    #expect(near(Tensor(moments(drawn)), moments(rows), 0.08))
  }

  @Test func `ranks count the rows that are nearer, and rows of noughts have none`() throws {
    let base = Tensor(rows: [[1, 0], [1, 0.1], [0, 1], [-1, 0]])
    let rebuilt = Tensor(rows: [[1, 0.1], [1, 0], [0, 0]])
    let score = try RebuiltScore.scores(
      rebuilt, truth: base.gathered([0, 2, 3]), in: TensorRows(base), .open)
    #expect(score.ranks == [2, 3, nil] && score.cosines[2] == nil && score.medianRank == 2.5)
    let exact = try RebuiltScore.scores(base, truth: base, in: TensorRows(base), .open)
    #expect(exact.ranks == [1, 1, 1, 1] && exact.meanCosine.map { abs($0 - 1) < 1e-6 } == true)
  }

  @Test func `rows that look never trained are those unused, short, or like the unused`() throws {
    var random = SeededRandom(seed: 4)
    let names = (0..<300).map { $0 == 7 ? "<unused_token_7>" : "w\($0)" }
    var rows = Tensor.normal([300, 64], &random).rowLists
    rows[9] = rows[7].map { $0 * 0.9 }
    rows[20] = rows[20].map { $0 * 1e-4 }
    let quality = try RowQuality(TensorRows(Tensor(rows: rows)), keyed(names), .open)
    #expect(try quality.undertrained(hasHead: false, .open) == [7, 9])
    let headed = try quality.undertrained(hasHead: true, .open)
    #expect(headed.isSuperset(of: [7, 9, 20]) && headed.count <= 6)
  }
}
