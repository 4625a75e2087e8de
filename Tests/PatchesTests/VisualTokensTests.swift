import Basics
import Patches
import Testing

@Suite struct VisualTokensTests {
  @Test func aGridCountsItsTokens() {
    #expect(PatchGrid(rows: 24, columns: 24, patch: 14).count == 576)
  }
}
