import Basics

/// As `Tokenizer.safeCut`.
typealias SafeCut = @Sendable (Span<UInt8>, Int) -> Int?

/// Opens one file after the other and cuts it into windows, in one or in several ways at once.
struct FileWindows {
  enum Job: Sendable {
    case window(file: Int, name: String, cutter: Int, TextWindow)
    case binary(file: Int, byteCount: Int)
    case failed(file: Int, Trouble)
  }

  private struct Current {
    var index: Int
    var input: InputBytes
    var windows: [TextWindows]
    var isProbed = false
  }

  let files: [FoundFile]
  let cutters: [SafeCut]
  private let binaryProbe: Int
  private var nextFile = 0
  private var current: Current?
  private var waiting: [Job] = []

  /// A file with a NUL byte among its first 8000 bytes is binary, as git has it.
  static let probe = 8000

  init(files: [FoundFile], cutters: [SafeCut], takesBinary: Bool) {
    self.files = files
    self.cutters = cutters
    binaryProbe = takesBinary ? 0 : Self.probe
  }

  mutating func next(_ mayWait: Bool) -> NextJob<Job> {
    while true {
      if let job = waiting.popLast() { return .job(job) }
      if current == nil {
        if nextFile == files.count { return .end }
        open()
      }
      guard var file = current.take() else { continue }
      if !mayWait && !file.input.isReady {
        current = file
        return .later
      }
      do throws(Trouble) { try read(&file) } catch {
        file.input.close()
        waiting.append(.failed(file: file.index, error))
      }
    }
  }

  private mutating func open() {
    let index = nextFile
    nextFile += 1
    do throws(Trouble) {
      let input = try InputBytes(files[index].path)
      current = Current(
        index: index, input: input, windows: cutters.map { TextWindows($0, name: input.name) })
    } catch {
      waiting.append(.failed(file: index, error))
    }
  }

  private mutating func read(_ file: inout Current) throws(Trouble) {
    var block: [UInt8] = []
    guard try file.input.read(onto: &block) else { return finish(&file) }
    if !file.isProbed, block.prefix(binaryProbe).contains(0) {
      file.input.close()
      return waiting.append(
        .binary(file: file.index, byteCount: max(files[file.index].byteCount, block.count)))
    }
    file.isProbed = true
    for cutter in file.windows.indices {
      if let window = try file.windows[cutter].add(block) {
        waiting.append(.window(file: file.index, name: file.input.name, cutter: cutter, window))
      }
    }
    current = file
  }

  private mutating func finish(_ file: inout Current) {
    for cutter in file.windows.indices {
      let window = file.windows[cutter].rest()
      waiting.append(.window(file: file.index, name: file.input.name, cutter: cutter, window))
    }
    file.input.close()
  }
}

extension Trouble {
  /// The trouble of a window, told of its file.
  func inFile(_ name: String, _ window: TextWindow) -> Trouble { inFile(name, from: window.offset) }

  /// The trouble of a part of a text that begins at `offset`, told of its file.
  func inFile(_ name: String, from offset: Int) -> Trouble {
    Trouble(kind, at: .file(name), "\(moved(by: offset).place): \(what)", remedy: remedy)
  }
}
