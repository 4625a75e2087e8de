import Basics
import Formats
import Glibc
import Tensors
import Tokens

/// `Measure --fuzz FILE [--seed N] [--from N] [--seconds S]`: changes a small valid file again and again and has it read, tensors to the last
/// number, pictures to the last pixel, tokenizers with a text encoded. Every change is opened or refused; a trap, a fault, a slow read or much memory ends the run.
///
/// What is done follows from the seed and the number of the change, which stands in `.build/fuzz` while it is read: after a trap,
/// `--from` that number goes straight to it.
enum Fuzz {
  /// The most memory, in megabytes (10⁶), and the most seconds of processors for one read.
  private static let (memory, patience) = (1000.0, 5.0)

  static func run(_ arguments: [String]) throws {
    var options = Options(arguments)
    let bytes = try Files.read(options.path)
    let isPicture = PictureReader.recognises(options.path)
    let isTensors = !isPicture && (try? TensorFileReader.open(options.path)) != nil
    let end = Stopwatch.now(CLOCK_MONOTONIC) + options.seconds
    let first = options.from
    var (opened, slowest) = (0, 0.0)
    let log = try Log(options.path)
    while Stopwatch.now(CLOCK_MONOTONIC) < end {
      log.write(options.from)
      var random = SeededRandom(seed: options.seed &* 0x9E37_79B9_7F4A_7C15 &+ options.from)
      let changed = mutated(bytes, &random)
      let start = Stopwatch.now(CLOCK_PROCESS_CPUTIME_ID)
      let isOpened =
        try isPicture
        ? readPicture(changed, options.path)
        : isTensors ? readTensors(changed, options.path) : readTokenizer(changed, log)
      if isOpened { opened += 1 }
      slowest = max(slowest, Stopwatch.now(CLOCK_PROCESS_CPUTIME_ID) - start)
      guard slowest < patience, Stopwatch.peakMegabytes < memory || options.from % 64 != 0 else {
        print(
          "\(options.path): change \(options.from) of seed \(options.seed) takes too long or too much memory")
        exit(1)
      }
      options.from += 1
    }
    let numbers =
      "\(options.from - first) changes, \(opened) opened, the slowest \(Contest.short(slowest * 1e3)) ms"
    print("\(options.path): \(numbers), peak \(Contest.short(Stopwatch.peakMegabytes)) MB")
  }

  private struct Options {
    var path = ""
    var (seed, from): (UInt64, UInt64) = (1, 0)
    var seconds = 60.0

    init(_ arguments: [String]) {
      path = arguments.first ?? ""
      for (name, value) in zip(arguments, arguments.dropFirst()) {
        switch name {
        case "--seed": seed = UInt64(value) ?? seed
        case "--from": from = UInt64(value) ?? from
        case "--seconds": seconds = Double(value) ?? seconds
        default: break
        }
      }
    }
  }

  /// Where the number of the change stands, and where changed files lie that are read by their path.
  private struct Log {
    let file: String
    private let descriptor: Int32

    init(_ path: String) throws {
      _ = unsafe mkdir(".build/fuzz", 0o755)
      file = ".build/fuzz/" + path.split(separator: "/").joined(separator: "-")
      descriptor = unsafe open(file + ".number", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }

    func write(_ number: UInt64) {
      let text = Array("\(number)\n".utf8)
      _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
  }

  /// Whether the pixels of the changed file were decoded.
  private static func readPicture(_ bytes: [UInt8], _ path: String) throws -> Bool {
    do throws(Trouble) {
      _ = try PictureReader.read(bytes, named: path)
      return true
    } catch {
      if error.kind == .fault { throw error }
      return false
    }
  }

  /// Whether the tensors of the changed file were opened; a refusal is well, a fault is not.
  private static func readTensors(_ bytes: [UInt8], _ path: String) throws -> Bool {
    let name = String(path.split(separator: "/").last ?? "")
    do throws(Trouble) {
      let file = try TensorFileReader.open(
        TensorFileSource(path: path, bytes: MemoryBytes(bytes, file: name)), .open)
      for tensor in file.tensors {
        _ = try tensor.read(limit: 1 << 24)
        _ = try TensorStatistics(tensor, .open)
      }
      return true
    } catch {
      if error.kind == .fault { throw error }
      return false
    }
  }

  private static func readTokenizer(_ bytes: [UInt8], _ log: Log) throws -> Bool {
    let path = log.file + ".changed"
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    guard Files.write(bytes, to: descriptor) else { throw Trouble(.input, "\(path) cannot be written") }
    do throws(Trouble) {
      let tokenizer = try TokenizerReader.read(path: path, ticket: .open)
      let tokens = try tokenizer.encode(Array("The café costs 12 €.\n\u{1F600} naïve".utf8))
      _ = try tokenizer.decode(tokens.map(\.id))
      return true
    } catch {
      if error.kind == .fault { throw error }
      return false
    }
  }

  private static let words = [
    "0", "-1", "9223372036854775807", "1e999", "4294967295", "{", "}", "[", "(", "\"", "\\u0000", "null",
    "\u{FFFD}",
  ].map { Array($0.utf8) }

  /// One to eight changes: bytes, numbers of interest, noughts, stretches cut out, doubled and moved, the end cut off.
  private static func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var changed = bytes
    for _ in 0...below(8, &random) where !changed.isEmpty {
      let place = below(changed.count, &random)
      let length = min(1 + below(32, &random), changed.count - place)
      switch below(9, &random) {
      case 0: changed[place] = UInt8(truncatingIfNeeded: random.next())
      case 1: changed[place] ^= 1 << UInt8(below(8, &random))
      case 2: for index in 0..<min(8, length) { changed[place + index] = index == 7 ? 0x7F : 0xFF }
      case 3: for index in 0..<length { changed[place + index] = 0 }
      case 4: changed.removeSubrange(place..<place + length)
      case 5: changed.insert(contentsOf: changed[place..<place + length], at: place)
      case 6:
        let other = below(changed.count, &random)
        changed.insert(contentsOf: Array(changed[place..<place + length]), at: other)
      case 7 where below(4, &random) == 0: changed.removeSubrange(place...)
      default:
        let word = words[below(words.count, &random)]
        changed.replaceSubrange(place..<place + min(length, word.count), with: word)
      }
    }
    return changed
  }

  private static func below(_ limit: Int, _ random: inout SeededRandom) -> Int {
    Int(random.next(upperBound: UInt64(limit)))
  }
}
