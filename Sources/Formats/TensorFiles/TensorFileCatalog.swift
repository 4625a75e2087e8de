/// Every kind of file with tensors, the most certain sniffers first.
package enum TensorFileCatalog {
  /// One a line; a reader is asked whether the file is its kind before the next one is.
  package static let all: [any TensorFileFormat.Type] = [
    GGUFTensors.self,
    Npy.self,
    Npz.self,
    PyTorchCheckpoint.self,
    Safetensors.self,
    SafetensorsIndex.self,
  ]
}
