import Basics
import Tensors

/// Checkpoints of PyTorch, known so that they can be refused: they are programs for Python's pickle machine, and opening
/// one runs it.
package enum PyTorchCheckpoint: TensorFileFormat {
  /// Name and summary.
  package static let card = FormatCard(
    name: "PyTorch checkpoint", extensions: ["bin", "pt", "pth", "ckpt"],
    summary: "Refused, because such files can run code.")

  /// A pickle of protocol 2 to 5. (Newer checkpoints are zip archives, which `Npz` passes on.)
  package static func sniff(_ head: ArraySlice<UInt8>) -> Bool {
    let start = head.startIndex
    return head.count > 2 && head[start] == 0x80 && (2...5).contains(head[start + 1])
      && !Safetensors.sniff(head)
  }

  /// Always throws.
  package static func open(_ source: TensorFileSource, _ ticket: Ticket) throws(Trouble) -> TensorFile {
    throw refusal(source.file)
  }

  /// The refusal of a file, with what to do instead.
  static func refusal(_ file: String) -> Trouble {
    let call = "safetensors.torch.save_file(torch.load(path, weights_only=True), \"model.safetensors\")"
    return Trouble(
      .input, at: .file(file), "this is a PyTorch checkpoint, a pickle, which can run code when it is opened",
      remedy: "Fetch the model's .safetensors file, or convert this one where you trust it: \(call)")
  }
}
