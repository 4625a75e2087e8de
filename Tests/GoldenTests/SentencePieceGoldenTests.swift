import Basics
import Formats
import Foundation
import Testing

@testable import Tokens

/// What the SentencePiece library makes of texts: ids, pieces, places, normalized texts, decodings and the best four ways.
@Suite(.enabled(if: GoldenData.isPresent, "needs TESSERA_DATA"))
struct SentencePieceGoldenTests {
  static let vocabularies: [String] = ["spm", "synthetic-spm"].flatMap { shelf -> [String] in
    guard let folder = GoldenData.folder else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/vocabs/\(shelf)")) ?? []
    return names.sorted().filter { $0.hasSuffix(".model") }.map { "\(shelf)/\($0)" }
  }

  @Test(arguments: vocabularies)
  func `everything that the library says is said here too`(_ name: String) throws {
    let tokenizer = try TokenizerReader.read(path: GoldenData.path(name), ticket: .open)
    var check = SentencePieceCheck(pipeline: try #require(tokenizer as? Pipeline))
    for record in try GoldenData.records(name) where record["meta"] == nil { check.check(record) }
    #expect(check.count > 300)
    #expect(
      check.failures.isEmpty,
      "\(name): \(check.failures.count) differences\n\(check.failures.prefix(12).joined(separator: "\n"))")
  }

  @Test(arguments: vocabularies)
  func `a model that is written again gives the same`(_ name: String) throws {
    let first = try #require(
      try TokenizerReader.read(path: GoldenData.path(name), ticket: .open) as? Pipeline)
    let bytes = try SentencePieceWriter.bytes(of: first, name: name)
    var source = FormatSource(path: name, bytes: bytes, name: name)
    guard case .tokenizer(let tokenizer) = try SentencePiece.read(&source, .open) else { return }
    var check = SentencePieceCheck(pipeline: try #require(tokenizer as? Pipeline))
    let records = try GoldenData.records(name).filter { $0["meta"] == nil && $0["gen"] == nil }
    for record in records.enumerated() where record.offset % 5 == 0 { check.check(record.element) }
    #expect(check.failures.isEmpty, "\(name): \(check.failures.prefix(5))")
  }
}

/// Compares one model with its records.
struct SentencePieceCheck {
  let pipeline: Pipeline
  var failures: [String] = []
  var count = 0
  private var id = ""

  init(pipeline: Pipeline) { self.pipeline = pipeline }

  mutating func check(_ record: Setting) {
    count += 1
    id = record["id"]?.string ?? "?"
    do {
      if let ids = record["decode_ids"]?.integers {
        expect("decoded", text(try pipeline.decode(ids.map(TokenID.init))), record["decoded"]?.bytes ?? [])
      } else if let text = record.input {
        try checkEncoding(record, text)
      }
    } catch { failures.append("\(id): \(error)") }
  }

  private mutating func checkEncoding(_ record: Setting, _ input: [UInt8]) throws {
    let tokens = try pipeline.encode(input)
    if let digest = record["ids_sha256"]?.string {
      let bytes = tokens.flatMap { token in
        (0..<4).map { UInt8(truncatingIfNeeded: token.id >> UInt32($0 * 8)) }
      }
      expect("n_ids", [tokens.count], [record["n_ids"]?.integer ?? -1])
      if SHA256.hex(bytes) != digest { failures.append("\(id): another digest of the ids") }
    }
    if let ids = record["ids"]?.integers { expect("ids", tokens.map { Int($0.id) }, ids) }
    if let spans = record["spans"]?.spans {
      expect("spans", pipeline.referenceSpans(tokens, in: input), spans)
    }
    checkTiling(tokens, input)
    var normalized = AlignedText(input.span, 0..<input.count)
    for normalizer in pipeline.parts.normalizers { normalized = try normalizer.normalize(normalized) }
    // Long texts and such that are not UTF-8 are recorded without what they become.
    if let expected = record["normalized"]?.bytes ?? (record["pieces"] == nil ? nil : input) {
      expect("normalized", text(normalized.bytes), expected)
    }
    if let expected = record["decoded"]?.bytes ?? record["text"]?.bytes {
      expect("decoded", text(try pipeline.decode(tokens.map(\.id))), expected)
    }
    if case .list(let best)? = record["nbest"] { checkBest(best, normalized.bytes) }
  }

  /// Places never overlap, never go back, and lie inside the text.
  private mutating func checkTiling(_ tokens: [Token], _ input: [UInt8]) {
    var last = 0
    for token in tokens {
      if token.bytes.lowerBound < last || token.bytes.upperBound > input.count {
        failures.append("\(id): place \(token.bytes) after \(last)")
      }
      last = token.bytes.upperBound
    }
  }

  private mutating func checkBest(_ expected: [Setting], _ normalized: [UInt8]) {
    guard let model = pipeline.parts.model as? UnigramModel else { return }
    let all = 0..<normalized.count
    let lattice = model.lattice(normalized.span, all)
    let paths = lattice.bestPaths(4)
    let ids = paths.map { model.tokens(of: $0, in: lattice, normalized.span, all).map { Int($0.id) } }
    var wanted: [[Int]] = []
    var scores: [Double] = []
    for entry in expected {
      guard case .list(let pair) = entry, pair.count == 2 else { continue }
      wanted.append(pair[0].integers ?? [])
      switch pair[1] {
      case .number(let score): scores.append(score)
      case .integer(let score): scores.append(Double(score))
      default: break
      }
    }
    if normalized.isEmpty { return }
    expect("n-best ids", ids, wanted)
    for (path, score) in zip(paths, scores) where abs(path.score - score) > 6e-4 {
      failures.append("\(id): score \(path.score) instead of \(score)")
    }
  }

  /// With U+FFFD for what is not UTF-8, as the library gives it.
  private func text(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }

  private mutating func expect<T: Equatable>(_ what: String, _ found: [T], _ expected: [T]) {
    if found == expected { return }
    let place =
      zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
    let shown = { (all: [T]) in
      "\(Array(all[(max(0, place - 2)..<place + 5).clamped(to: 0..<all.count)])) of \(all.count)"
    }
    failures.append("\(id): \(what) differ at \(place): \(shown(found)) instead of \(shown(expected))")
  }
}
