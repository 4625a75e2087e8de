import Formats
import Foundation
import Testing

@testable import Tokens

/// Every part has one file and one line in its catalogue.
struct CatalogTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private static func types(in folder: String) throws -> Set<String> {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root + "/Sources/Tokens/Pipeline/" + folder)
    return Set(names.map { String($0.dropLast(".swift".count)) })
  }

  @Test func `every file of a part is listed, and no kind is used twice`() throws {
    let shelves: [(String, [String], [String], Set<String>)] = [
      (
        "Normalizers", PipelineCatalog.normalizers.map { "\($0)" },
        PipelineCatalog.normalizers.map { $0.kind },
        ["Normalizer", "NormalForm", "ComposedCheck", "SentencePieceNormalizer"]
      ),
      (
        "PreTokenizers", PipelineCatalog.preTokenizers.map { "\($0)" },
        PipelineCatalog.preTokenizers.map { $0.kind }, ["PreTokenizer", "SplitBehavior"]
      ),
      (
        "PostProcessors", PipelineCatalog.postProcessors.map { "\($0)" },
        PipelineCatalog.postProcessors.map { $0.kind }, ["PostProcessor"]
      ),
      (
        "Decoders", PipelineCatalog.decoders.map { "\($0)" }, PipelineCatalog.decoders.map { $0.kind },
        ["Decoder", "IDDecoder", "SentencePieceDecoder", "PlainDecoder"]
      ),
    ]
    for (folder, types, kinds, shared) in shelves {
      #expect(try Self.types(in: folder).subtracting(shared) == Set(types), "\(folder)")
      #expect(Set(kinds).count == kinds.count, "\(folder)")
    }
  }

  @Test func `formats have names of their own`() {
    let names = FormatCatalog.all.map { $0.card.name }
    #expect(Set(names).count == names.count)
  }
}
