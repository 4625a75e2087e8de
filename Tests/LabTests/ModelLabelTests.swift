import Lab
import Testing

@Suite struct ModelLabelTests {
  @Test func `a label is a value`() {
    #expect(ModelLabel(sentence: "a", seed: 1, steps: 2) == ModelLabel(sentence: "a", seed: 1, steps: 2))
  }
}
