/// A lending desk as an actor: requests arrive at once from many sides, and no book is ever
/// lent twice. Also a small property wrapper, a result builder, and generics with constraints.
///
///     swiftc -parse-as-library Library.swift && ./Library

struct ISBN: Hashable, Sendable, CustomStringConvertible {
  let digits: String

  /// Nil unless the last of the thirteen digits is the right check digit.
  init?(_ text: some StringProtocol) {
    let digits = text.filter { $0 != "-" && $0 != " " }
    let values = digits.compactMap(\.wholeNumberValue)
    guard digits.count == 13, values.count == 13 else { return nil }
    let sum = values.enumerated().reduce(0) { $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 1 : 3) }
    guard sum.isMultiple(of: 10) else { return nil }
    self.digits = String(digits)
  }

  var description: String { "\(digits.prefix(3))-\(digits.dropFirst(3))" }
}

@propertyWrapper
struct Clamped<Value: Comparable & Sendable>: Sendable {
  private var value: Value
  private let range: ClosedRange<Value>

  init(wrappedValue: Value, _ range: ClosedRange<Value>) {
    self.range = range
    value = min(max(wrappedValue, range.lowerBound), range.upperBound)
  }

  var wrappedValue: Value {
    get { value }
    set { value = min(max(newValue, range.lowerBound), range.upperBound) }
  }
}

struct Policy: Sendable {
  @Clamped(1...10) var booksAtOnce = 3
  @Clamped(1...60) var days = 21
}

enum LendingError: Error, Equatable {
  case unknownBook(ISBN)
  case alreadyLent(to: String)
  case tooMany(limit: Int)
}

extension LendingError: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownBook(let isbn): "there is no book \(isbn)"
    case .alreadyLent(let reader): "it is out, to \(reader)"
    case .tooMany(let limit): "nobody may have more than \(limit)"
    }
  }
}

actor Desk {
  private let policy: Policy
  private var titles: [ISBN: String]
  private var readers: [ISBN: String] = [:]
  private var waiting: [ISBN: [CheckedContinuation<Void, Never>]] = [:]

  init(policy: Policy = Policy(), @Catalogue _ catalogue: @Sendable () -> [ISBN: String]) {
    self.policy = policy
    titles = catalogue()
  }

  @discardableResult
  func lend(_ isbn: ISBN, to reader: String) throws(LendingError) -> String {
    guard let title = titles[isbn] else { throw .unknownBook(isbn) }
    if let other = readers[isbn] { throw .alreadyLent(to: other) }
    let count = readers.values.count { $0 == reader }
    guard count < policy.booksAtOnce else { throw .tooMany(limit: policy.booksAtOnce) }
    readers[isbn] = reader
    return title
  }

  func giveBack(_ isbn: ISBN) {
    readers[isbn] = nil
    guard var queue = waiting[isbn], !queue.isEmpty else { return }
    queue.removeFirst().resume()
    waiting[isbn] = queue
  }

  /// Wait for one's turn. Whoever has waited longest is told first.
  func lendWhenFree(_ isbn: ISBN, to reader: String) async throws(LendingError) -> String {
    while readers[isbn] != nil {
      await withCheckedContinuation { waiting[isbn, default: []].append($0) }
    }
    return try lend(isbn, to: reader)
  }
}

@resultBuilder
enum Catalogue {
  static func buildExpression(_ entry: (String, String)) -> [ISBN: String] {
    guard let isbn = ISBN(entry.0) else { return [:] }
    return [isbn: entry.1]
  }

  static func buildBlock(_ parts: [ISBN: String]...) -> [ISBN: String] {
    parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }
}

@main
struct Program {
  static func main() async {
    let desk = Desk(policy: Policy(booksAtOnce: 2)) {
      ("978-0-00-000001-9", "What People Leave Behind")
      ("978-0-00-000002-6", "Buses of the East Coast")
      ("978-0-00-000003-0", "this one has a wrong check digit, and is left out")
    }
    guard let first = ISBN("9780000000019"), let second = ISBN("9780000000026") else {
      return print("the check digits are wrong")
    }

    await withTaskGroup(of: String.self) { group in
      for reader in ["Teo", "Averil", "Leonie"] {
        group.addTask {
          do {
            let title = try await desk.lendWhenFree(first, to: reader)
            await desk.giveBack(first)
            return "\(reader) has read “\(title)”"
          } catch {
            return "\(reader): \(error)"
          }
        }
      }
      var lines: [String] = []
      for await line in group { lines.append(line) }
      print(lines.sorted().joined(separator: "\n"))
    }

    do {
      try await desk.lend(second, to: "Teo")
      try await desk.lend(second, to: "Dunstan")
    } catch {
      print("Refused: \(error)")
    }
  }
}
