import Basics
import Formats
import Tensors

/// Reading of files of tensors.
extension Runner {
  /// Opens, measures or reads; what fails is an answer too, so that the pane can say it where it happened.
  nonisolated func openTensors(_ request: TensorsRequest, _ ticket: Ticket) throws(Trouble) {
    switch request {
    case .open(let path, let number):
      let opened = try Self.result { () throws(Trouble) in
        try OpenedTensors(number: number, path: path, TensorFileReader.open(path, ticket), ticket)
      }
      answer(.tensorsFound(.opened(path: path, number: number, opened)))
    case .measure(let key, let tensor):
      let measured = try Self.result { () throws(Trouble) in try TensorStatistics(tensor, ticket) }
      answer(.tensorsFound(.measured(key, measured)))
    case .slice(let request):
      let sliced = try Self.result { () throws(Trouble) in
        try TensorReport.heatmap(request.tensor, request.plane, request.part, ticket)
      }
      answer(.tensorsFound(.sliced(request, sliced)))
    }
  }

  /// What came of some work; throws when it was cancelled.
  private nonisolated static func result<Value>(_ work: () throws(Trouble) -> Value) throws(Trouble)
    -> Result<Value, Trouble>
  {
    do { return .success(try work()) } catch {
      if error.kind == .cancelled { throw error }
      return .failure(error)
    }
  }
}
