import Lab
import Testing

@Suite struct ModelLabelTests {
  @Test func aLabelIsAValue() {
    #expect(ModelLabel(sentence: "a", seed: 1, steps: 2) == ModelLabel(sentence: "a", seed: 1, steps: 2))
  }
}
