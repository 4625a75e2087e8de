import Basics
import Testing

struct FuzzyTests {
  @Test func `letters must occur in order`() {
    #expect(fuzzyScore("cbs", "cl100k_base") != nil)
    #expect(fuzzyScore("sbc", "cl100k_base") == nil)
    #expect(fuzzyScore("", "anything") != nil)
    #expect(fuzzyScore("toolong", "too") == nil)
  }

  @Test(arguments: [
    ("base", "cl100k_base", "b-a-s-elvis"), ("gpt", "gpt2", "big-p-tree"),
    ("lla3", "meta/Llama-3", "small-large-3"),
    ("bytes", "bytes", "kilobytes"), ("o200", "o200k_base", "o200k_harmony"),
    ("qwen 7b", "Qwen/Qwen2-7B", "Qwen/Qwen2-72B-x"),
  ])
  func `the better name wins`(_ query: String, _ better: String, _ worse: String) throws {
    #expect(try #require(fuzzyScore(query, better)) > (fuzzyScore(query, worse) ?? .min))
  }

  @Test func `distances count changes, additions, losses and exchanges`() {
    #expect(editDistance("gtp2", "gpt2") == 1)
    #expect(editDistance("kitten", "sitting") == 3)
    #expect(editDistance("", "abc") == 3)
    #expect(editDistance("abc", "") == 3)
  }

  @Test func `near names come best first`() {
    #expect(nearNames("byets", among: ["words", "bytes", "graphemes"]) == ["bytes"])
    #expect(nearNames("zzzz", among: ["words", "bytes"]) == [])
  }
}
