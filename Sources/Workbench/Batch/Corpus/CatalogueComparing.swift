import Basics
import Formats
import Glibc
import Tokens

/// What one language costs beside the language of the programs, in messages that say the same.
package struct LanguagePremium: Sendable, Equatable {
  package var language: String
  package var messageCount = 0
  /// Bytes and tokens (by tokenizer) of the originals and of their translations.
  package var originalBytes = 0
  package var translationBytes = 0
  package var originalTokens: [Int]
  package var translationTokens: [Int]

  init(_ language: String, tokenizers: Int) {
    self.language = language
    originalTokens = Array(repeating: 0, count: tokenizers)
    translationTokens = originalTokens
  }

  /// Tokens of the translations for each token of the originals; nil when there are none.
  package func premium(_ row: Int) -> Double? {
    originalTokens[row] > 0 ? Double(translationTokens[row]) / Double(originalTokens[row]) : nil
  }
}

/// Counts the messages of catalogues with several tokenizers, on all processors.
package struct CatalogueComparing: Sendable {
  private let tokenizers: [any Tokenizer]
  private let options: EncodeOptions

  /// Where programs keep their catalogues on a Linux system.
  package static var systemFolders: [String] {
    ["/usr/share/locale", "/usr/share/locale-langpack", "/usr/local/share/locale"].filter {
      unsafe access($0, F_OK) == 0
    }
  }

  package init(_ tokenizers: [any Tokenizer], _ options: EncodeOptions) {
    self.tokenizers = tokenizers
    self.options = options
  }

  /// The catalogues among files.
  package static func catalogues(_ files: [FoundFile]) -> [FoundFile] {
    files.filter { $0.path.hasSuffix(".mo") || $0.path.hasSuffix(".po") }
  }

  /// By language, the dearest first for the first tokenizer. After each catalogue what is known is handed out. What cannot be
  /// read is reported; a cancelled comparison gives what it has, and says so.
  package nonisolated(nonsending) func run(
    _ files: [FoundFile], _ ticket: Ticket, report: (Trouble) -> Void,
    progress: ([LanguagePremium], Int) -> Void
  ) async -> (languages: [LanguagePremium], isComplete: Bool) {
    var sums: [String: LanguagePremium] = [:]
    var next = 0
    var done = 0
    var isComplete = false
    do throws(Trouble) {
      try await inOrder { _ throws(Trouble) in
        if ticket.isCancelled { throw .cancelled }
        guard next < files.count else { return .end }
        next += 1
        return .job(files[next - 1])
      } work: { file in
        counted(file, ticket)
      } deliver: { (result: Result<(LanguagePremium, Int), Trouble>) throws(Trouble) in
        switch result {
        case .success(let (part, bytes)):
          done += bytes
          sums[part.language, default: LanguagePremium(part.language, tokenizers: tokenizers.count)].add(part)
        case .failure(let trouble): if trouble.kind != .cancelled { report(trouble) }
        }
        progress(Self.sorted(sums), done)
      }
      isComplete = true
    } catch {
      // Cancelled: what was counted stays.
    }
    return (Self.sorted(sums), isComplete)
  }

  private static func sorted(_ sums: [String: LanguagePremium]) -> [LanguagePremium] {
    sums.values.filter { $0.messageCount > 0 }.sorted {
      ($0.premium(0) ?? 0, $1.language) > ($1.premium(0) ?? 0, $0.language)
    }
  }

  private func counted(_ file: FoundFile, _ ticket: Ticket) -> Result<(LanguagePremium, Int), Trouble> {
    do throws(Trouble) {
      let catalogue = try MessageCatalogue(path: file.path)
      let language = LanguageTag.of(path: file.path) ?? catalogue.language
      var part = LanguagePremium(language.isEmpty ? "unknown" : language, tokenizers: tokenizers.count)
      for (index, message) in catalogue.messages.enumerated() {
        try ticket.step(Double(index) / Double(catalogue.messages.count))
        part.messageCount += 1
        part.originalBytes += message.original.count
        part.translationBytes += message.translation.count
        for (row, tokenizer) in tokenizers.enumerated() {
          part.originalTokens[row] += try tokenizer.encode(message.original, options, ticket).count
          part.translationTokens[row] += try tokenizer.encode(message.translation, options, ticket).count
        }
      }
      return .success((part, file.byteCount))
    } catch {
      return .failure(error)
    }
  }
}

extension LanguagePremium {
  fileprivate mutating func add(_ other: LanguagePremium) {
    messageCount += other.messageCount
    originalBytes += other.originalBytes
    translationBytes += other.translationBytes
    for row in originalTokens.indices {
      originalTokens[row] += other.originalTokens[row]
      translationTokens[row] += other.translationTokens[row]
    }
  }
}
