import Basics
import Tensors

/// Writes arrays as numpy does, byte for byte.
extension Npy {
  /// Writes one tensor with its element type. Throws when numpy has no such type (bf16 and blocks), and when the file
  /// cannot be written.
  package static func write(_ tensor: WrittenTensor, to path: String, _ ticket: Ticket = .open)
    throws(Trouble)
  {
    let header = try header(of: tensor)
    let output = try TensorFileOutput(path)
    try output.write(header)
    try output.write(tensor, ticket)
    try output.finish()
  }

  /// Version 1: text padded with spaces so that the elements begin at a multiple of 64.
  private static func header(of tensor: WrittenTensor) throws(Trouble) -> [UInt8] {
    guard let letters = types.first(where: { $0.value == tensor.type })?.key else {
      throw tensor.loss(in: card, remedy: "Write it as safetensors, or as Float32")
    }
    let order = tensor.type.blockBytes > 1 ? "<" : "|"
    let sizes = tensor.shape.sizes
    let tuple =
      sizes.count == 1 ? "(\(sizes[0]),)" : "(" + sizes.map(String.init).joined(separator: ", ") + ")"
    let text = "{'descr': '\(order)\(letters)', 'fortran_order': False, 'shape': \(tuple), }"
    // As numpy does, with room for the first size to grow to 21 digits.
    let growth = sizes.isEmpty ? 0 : max(0, 21 - String(sizes[0]).utf8.count)
    var header = Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: growth)
    let unpadded = magic.count + 4 + header.count + 1
    header += Array(repeating: UInt8(ascii: " "), count: 64 - unpadded % 64) + [0x0A]
    return magic + [1, 0, UInt8(header.count & 0xFF), UInt8(header.count >> 8)] + header
  }
}
