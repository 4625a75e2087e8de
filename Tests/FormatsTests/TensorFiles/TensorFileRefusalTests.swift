import Basics
import Formats
import Foundation
import Tensors
import Testing

/// Files that are wrong, or made to do harm, are refused with the reason.
struct TensorFileRefusalTests {
  private func refusal(_ bytes: [UInt8]) -> String {
    do throws(Trouble) {
      _ = try TensorFileSamples.open(bytes)
      return "opened"
    } catch { return error.description }
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[3,7]}}"#,
      7, "begin at 3, inside of"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}"#,
      6, "begin at 4, not behind"
    ),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, 3, "begin at 1, not behind"),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}"#, 2, "reversed"),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4,
      "its sizes [2] of F32 do not make its 4 bytes"
    ),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, 3, "1 bytes follow the last tensor"),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, 1, "end behind the end of the file"),
    (
      #"{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
      "do not make its 0 bytes"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}"#, 0,
      "no tensor of type u8 has the sizes"
    ),
    (#"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}"#, 0, "a negative number"),
    (#"{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#, 1, "a whole number expected"),
    (#"{"a":{"dtype":"F7","shape":[1],"data_offsets":[0,1]}}"#, 1, "F7 is not an element type"),
    (#"{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,1]}}"#, 1, "do not make its 1 bytes"),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#,
      2, "listed twice"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}"#, 1,
      "must have dtype, shape and two data_offsets"
    ),
    (#"{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 1, "stands there twice"),
    (#"{"__metadata__":{"a":1}}"#, 0, "a string expected"), (#"{"a":3}"#, 0, "an object expected"),
  ])
  func `safetensors`(_ header: String, _ data: Int, _ reason: String) {
    let found = refusal(TensorFileSamples.safetensors(header, data: data))
    #expect(found.contains(reason), "\(found)")
  }

  @Test func `a header of safetensors longer than the file or the limit is refused`() {
    let tooLong: [UInt8] = [100, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)
    #expect(refusal(tooLong).contains("a header of 100 bytes is longer than the file"))
    let huge: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1] + Array("{}".utf8)
    #expect(refusal(huge).contains("not a file with tensors"))
    var unlimited = TensorFileSamples.safetensors(#"{"a":{}}"#, data: 0)
    unlimited[7] = 0xFF
    #expect(refusal(unlimited).contains("not a file with tensors"))
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 7, "end behind the end of the file"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 9, "1 bytes follow the array of shape [2]"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", 0, "has the sizes"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", 0,
      "not too large expected"
    ),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 0, "not negative"),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", 4, "True or False expected"),
    ("{'descr': '<f4', 'shape': (1,), }", 4, "must have descr, fortran_order and shape"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", 4, "x is no key"),
    ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4, "stands there twice"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1", 4, "something follows"),
    ("__import__('os')", 0, "{ expected"), ("{'descr': print(1)}", 0, "a text expected"),
    ("{'descr': '<f4\\'', 'fortran_order': False, 'shape': ()}", 4, "with escapes"),
    ("{'descr': '|f4', 'fortran_order': False, 'shape': ()}", 4, "|f4 is an array"),
    (
      "{'descr': '<f16', 'fortran_order': False, 'shape': ()}", 16,
      "<f16 is an array of an element type that is not read"
    ),
    ("{'descr': '', 'fortran_order': False, 'shape': ()}", 4, "is an array"),
    ("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': ()}", 8, "an array of dates"),
    ("{", 0, "a text expected"), ("", 0, "{ expected"),
  ])
  func `npy`(_ header: String, _ data: Int, _ reason: String) {
    let found = refusal(TensorFileSamples.npy(header, data: data))
    #expect(found.contains(reason), "\(found)")
  }

  @Test(arguments: [
    (
      "object.npy",
      "an array of Python objects, which can run code when it is opened. Save it with a number type"
    ),
    ("records.npy", "records with several fields"),
    ("bfloat16.npy", "an array of raw bytes (numpy writes bfloat16"),
    ("texts.npy", "an array of texts"), ("complex.npy", "an array of complex numbers"),
  ])
  func `arrays of numpy that hold no numbers of ours`(_ name: String, _ reason: String) throws {
    let found = refusal(try TensorFileSamples.bytes(name))
    #expect(found.contains(reason), "\(found)")
  }

  @Test func `a header of npy over 64 KiB is refused`() {
    let bytes: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [2, 0, 1, 0, 1, 0] + [UInt8](repeating: 0x20, count: 70_000)
    #expect(refusal(bytes).contains("65537 bytes are more than the limit of 65536"))
    #expect(refusal([0x93] + Array("NUMPY".utf8) + [4, 0, 0, 0, 0, 0]).contains("version 4.0"))
  }

  @Test func `checkpoints of PyTorch are refused with the remedy`() {
    for bytes: [UInt8] in [[0x80, 2, 0x8A, 10], [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x7D]] {
      #expect(
        refusal(bytes).contains(
          "a pickle, which can run code when it is opened. Fetch the model's .safetensors"))
    }
    let archive = ZipMaker.archive([.init("model/data.pkl", [0x80, 2]), .init("model/data/0", [1, 2])])
    #expect(refusal(archive).contains("a PyTorch checkpoint, a pickle"))
  }

  @Test func `anything else is refused with what can be opened`() {
    #expect(
      refusal([]).contains(
        "the file is empty. Open one of these: GGUF, npy, npz, safetensors, sharded safetensors"))
    #expect(refusal(Array("hello".utf8)).contains("not a file with tensors of a kind that is read here"))
  }
}
