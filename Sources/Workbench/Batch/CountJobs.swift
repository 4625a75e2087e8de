import Basics
import Glibc

/// Cuts the work of counting files into jobs of about a megabyte that read for themselves, so that whoever hands them out is never what
/// the others wait for: small files in groups, large ones in parts between places where each tokenizer's text may be cut.
struct CountJobs {
  enum Job: Sendable {
    /// Whole files, by their numbers.
    case files(Range<Int>)
    /// Bytes of a large file, for one tokenizer.
    case part(file: Int, tokenizer: Int, OpenedFile, Range<Int>)
    case binary(file: Int, byteCount: Int)
    case failed(file: Int, Trouble)
    /// A part of standard input.
    case streamed(FileWindows.Job, file: Int)
  }

  /// Files up to this size are read whole.
  static let smallSize = 1 << 20
  /// A part of a large file is about as long.
  static let partSize = 1 << 20
  private static let groupLimit = 256
  /// What of a text is shown of what stands before a cut.
  private static let before = 256

  private let files: [FoundFile]
  private let cutters: [SafeCut]
  private let takesBinary: Bool
  private var nextFile = 0
  private var current: Large?
  private var stream: FileWindows?
  private var streamed = 0

  /// A large file on its way, cut for one tokenizer after the other.
  private struct Large {
    let file: Int
    let opened: OpenedFile
    let size: Int
    var cutter = 0
    var start = 0
  }

  init(files: [FoundFile], cutters: [SafeCut], takesBinary: Bool) {
    self.files = files
    self.cutters = cutters
    self.takesBinary = takesBinary
  }

  mutating func next(_ mayWait: Bool) -> NextJob<Job> {
    while true {
      if stream != nil {
        switch stream?.next(mayWait) {
        case .job(let job): return .job(.streamed(job, file: streamed))
        case .later: return .later
        case .end, nil: stream = nil
        }
      }
      if let job = nextPart() { return .job(job) }
      if nextFile == files.count { return .end }
      if files[nextFile].path == "-" {
        streamed = nextFile
        stream = FileWindows(files: [files[nextFile]], cutters: cutters, takesBinary: takesBinary)
        nextFile += 1
      } else if files[nextFile].byteCount <= Self.smallSize {
        return .job(group())
      } else if let job = open() {
        return .job(job)
      }
    }
  }

  private mutating func group() -> Job {
    let first = nextFile
    var size = 0
    while nextFile < files.count, nextFile - first < Self.groupLimit, size < Self.partSize,
      files[nextFile].byteCount <= Self.smallSize, files[nextFile].path != "-"
    {
      size += files[nextFile].byteCount
      nextFile += 1
    }
    return .files(first..<nextFile)
  }

  /// Opens a large file; a job when there is nothing to cut.
  private mutating func open() -> Job? {
    let file = nextFile
    nextFile += 1
    do throws(Trouble) {
      let opened = try OpenedFile(files[file].path)
      let size = try opened.size()
      let head = try opened.read(0..<min(size, FileWindows.probe))
      if !takesBinary && head.contains(0) { return .binary(file: file, byteCount: size) }
      current = Large(file: file, opened: opened, size: size)
      return nil
    } catch {
      return .failed(file: file, error)
    }
  }

  private mutating func nextPart() -> Job? {
    guard var large = current else { return nil }
    guard large.cutter < cutters.count else {
      current = nil
      return nil
    }
    do throws(Trouble) {
      let end = try end(of: large)
      let job = Job.part(file: large.file, tokenizer: large.cutter, large.opened, large.start..<end)
      large.cutter += end == large.size ? 1 : 0
      large.start = end == large.size ? 0 : end
      current = large
      return job
    } catch {
      current = nil
      return .failed(file: large.file, error)
    }
  }

  /// Where the next part ends: at the first place behind its usual length at which the text may be cut, looked for in ever longer windows.
  private func end(of large: Large) throws(Trouble) -> Int {
    let usual = large.start + Self.partSize
    var room = 1 << 12
    while usual + Self.before < large.size {
      let window = usual - Self.before..<min(usual + room, large.size)
      let bytes = try large.opened.read(window)
      if let cut = cutters[large.cutter](bytes.span, Self.before), cut < bytes.count {
        return window.lowerBound + cut
      }
      if window.upperBound == large.size || bytes.count < window.count { break }
      room *= 16
    }
    guard large.size - large.start <= Files.standardLimit else {
      throw TextWindows.tooLong(large.opened.name, large.size - large.start)
    }
    return large.size
  }
}

/// A regular file that several threads read at places of their own; closed when nobody needs it any more.
final class OpenedFile: Sendable {
  let name: String
  private let descriptor: Int32

  init(_ path: String) throws(Trouble) {
    name = path
    descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Files.unreadable(path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func size() throws(Trouble) -> Int { try Files.regularSize(of: descriptor, name, limit: .max) }

  /// The bytes at these places, fewer where the file has become shorter.
  func read(_ range: Range<Int>) throws(Trouble) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + count }, range.count - count,
          range.lowerBound + count)
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { return }
        count += got
      }
    }
    if failed { throw Files.unreadable(name) }
    return bytes
  }
}
