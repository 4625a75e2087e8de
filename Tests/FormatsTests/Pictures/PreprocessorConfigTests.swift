import Basics
import Formats
import Patches
import Testing

@Suite struct PreprocessorConfigTests {
  private func read(_ json: String) throws(Trouble) -> Preprocessing {
    try PreprocessorConfig.read(Array(json.utf8), named: "preprocessor_config.json")
  }

  private func refusal(_ json: String) -> Trouble? {
    do throws(Trouble) {
      _ = try read(json)
      return nil
    } catch {
      return error
    }
  }

  @Test func `what is not said is what the processor does by itself`() throws {
    for kind in Preprocessing.Kind.allCases {
      let read = try read(#"{"image_processor_type": "\#(kind.rawValue)"}"#)
      #expect(read == Preprocessing(kind))
    }
  }

  @Test func `older names and numbers for sizes are understood`() throws {
    let clip = try read(#"{"feature_extractor_type": "CLIPFeatureExtractor", "size": 336, "crop_size": 336}"#)
    #expect(clip.size == .shortest(336) && clip.cropSize?.width == 336)
    let vit = try read(#"{"image_processor_type": "ViTImageProcessorFast", "size": 384, "resample": 3}"#)
    #expect(vit.size == .exactly(width: 384, height: 384) && vit.filter == .bicubic)
    let nested = try read(
      #"{"image_processor": {"image_processor_type": "LlavaImageProcessor", "do_pad": true}, "patch_size": 14}"#
    )
    #expect(nested.padsToSquare && nested.kind == .llava)
  }

  @Test(arguments: [
    ("{}", "feature_extractor_type: this setting is missing"),
    (#"{"image_processor_type": "BlipImageProcessor"}"#, "BlipImageProcessor is no processor that is known"),
    (#"{"image_processor_type": "CLIPImageProcessor", "resample": 9}"#, "9 is no filter"),
    (
      #"{"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 0}}"#,
      "0 pixels are not between"
    ),
    (
      #"{"image_processor_type": "CLIPImageProcessor", "size": {"edge": 5}}"#,
      "a number, shortest_edge, or height"
    ),
    (#"{"image_processor_type": "CLIPImageProcessor", "image_std": [1, 0, 1]}"#, "numbers over 0 expected"),
    (#"{"image_processor_type": "CLIPImageProcessor", "image_mean": [1, 2]}"#, "three numbers expected"),
    (#"{"image_processor_type": "CLIPImageProcessor", "do_resize": 1}"#, "true or false expected"),
    (#"{"image_processor_type": "ViTImageProcessor", "do_pad": true}"#, "with padding is not known"),
    (
      #"{"image_processor_type": "LlavaNextImageProcessor", "image_grid_pinpoints": [[5]]}"#,
      "a height and a width"
    ),
    (
      #"{"image_processor_type": "LlavaNextImageProcessor", "image_grid_pinpoints": []}"#,
      "at least one resolution"
    ),
    ("[1]", "a JSON object expected"),
  ])
  func `settings that mean nothing are refused at their place`(_ json: String, _ what: String) throws {
    let trouble = try #require(refusal(json))
    #expect(trouble.description.contains(what), "\(trouble)")
    #expect(trouble.place.description.hasPrefix("preprocessor_config.json"))
  }

  @Test func `a folder without the file is named`() {
    #expect(throws: Trouble.self) { try PreprocessorConfig.read("/usr") }
  }
}
