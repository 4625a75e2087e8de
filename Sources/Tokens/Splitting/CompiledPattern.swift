import Basics
import CPCRE2
import Glibc
import Synchronization

/// A pattern compiled by PCRE2, and the working memory for as many matches as run at once.
///
/// Safety: `code` is the address of a pattern that lives as long as this object, is never written after
/// `init` and is freed in `deinit` only; PCRE2 allows any number of threads to match with it. Each matcher in
/// `idle` is owned by the list; one taken out is used by one call only and comes back. Addresses are kept as
/// numbers since pointers are not Sendable.
final class CompiledPattern: Sendable {
  private let code: UInt
  private let idle = Mutex<[UInt]>([])

  /// Why a pattern was not compiled.
  struct Refusal: Error {
    let message: String
    /// Bytes into the translated pattern.
    let offset: Int
  }

  init(_ pattern: [UInt8]) throws(Refusal) {
    var errorCode: Int32 = 0
    var offset = 0
    let made = unsafe pattern.withUnsafeBufferPointer { bytes in
      unsafe cp_compile(bytes.baseAddress, bytes.count, &errorCode, &offset)
    }
    guard let made = unsafe made else { throw Refusal(message: Self.message(errorCode), offset: offset) }
    code = UInt(bitPattern: made)
  }

  deinit {
    idle.withLock { list in
      for matcher in list { unsafe cp_matcher_free(OpaquePointer(bitPattern: matcher)) }
    }
    unsafe cp_pattern_free(OpaquePointer(bitPattern: code))
  }

  /// What a look for a match gave.
  enum Outcome {
    case match(Range<Int>)
    case none
    case limit
    case failure(String)
  }

  /// One run over a subject: the subject must be valid UTF-8 and stay in place while `body` runs.
  func withMatcher<R, E: Error>(_ body: (Matcher) throws(E) -> R) throws(E) -> R {
    let matcher =
      unsafe idle.withLock { $0.popLast() }
      ?? UInt(bitPattern: cp_matcher_create(OpaquePointer(bitPattern: code)))
    defer { idle.withLock { $0.append(matcher) } }
    return try unsafe body(
      Matcher(code: OpaquePointer(bitPattern: code), memory: OpaquePointer(bitPattern: matcher)))
  }

  /// A pattern with the memory that it matches in.
  @unsafe struct Matcher {
    fileprivate let code: OpaquePointer?
    fileprivate let memory: OpaquePointer?

    /// Looks for a match that begins in `start...last` of the subject, in at most `limit` steps an attempt.
    func match(_ subject: UnsafeBufferPointer<UInt8>, from start: Int, last: Int, limit: UInt32) -> Outcome {
      var (from, to) = (0, 0)
      let found = unsafe cp_match(
        code, memory, subject.baseAddress, subject.count, start, last, limit, &from, &to)
      if found == 0 { return .none }
      if found > 0 { return .match(from..<max(from, to)) }
      return cp_is_limit(found) != 0 ? .limit : .failure(CompiledPattern.message(found))
    }

    /// The number of the last group in the last match.
    var group: Int { unsafe Int(cp_group(memory)) }
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    unsafe cp_message(code, &buffer, buffer.count)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
