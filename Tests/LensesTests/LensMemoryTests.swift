import Basics
import Lenses
import Testing

struct LensMemoryTests {
  private struct Key: Hashable {
    var text: Subject.Text
    var size: Int
  }

  private let text = Subject.Text(name: "a", bytes: [1, 2, 3])

  @Test func `what was made once is made again only for another key`() async throws {
    let memory = LensMemory()
    var made = 0
    let work = { () throws(Trouble) -> Int in
      made += 1
      return made
    }
    #expect(try await memory.value(for: Key(text: text, size: 1), make: work) == 1)
    #expect(try await memory.value(for: Key(text: text, size: 1), make: work) == 1)
    #expect(try await memory.value(for: Key(text: text, size: 2), make: work) == 2)
    let other = Subject.Text(name: "a", bytes: [1, 2, 4])
    #expect(try await memory.value(for: Key(text: other, size: 1), make: work) == 3)
    #expect(try await memory.value(for: Key(text: text, size: 1), make: work) == 1)
  }

  @Test func `work that was stopped leaves nothing behind`() async throws {
    let memory = LensMemory()
    await #expect(throws: Trouble.cancelled) {
      try await memory.value(for: 1) { () throws(Trouble) -> Int in throw .cancelled }
    }
    #expect(await memory.count == 0)
    #expect(try await memory.value(for: 1) { () throws(Trouble) -> Int in 7 } == 7)
  }

  @Test func `the value that was not used for longest is forgotten first`() async throws {
    let memory = LensMemory(limit: 2)
    await memory.keep("one", for: 1)
    await memory.keep("two", for: 2)
    #expect(await memory.recall(1, as: String.self) == "one")
    await memory.keep("three", for: 3)
    #expect(await memory.count == 2)
    #expect(await memory.recall(2, as: String.self) == nil)
    #expect(await memory.recall(1, as: String.self) == "one")
    #expect(await memory.recall(1, as: Int.self) == nil)
  }
}
