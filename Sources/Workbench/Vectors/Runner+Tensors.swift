import Basics

extension Runner {
  func openTensors(_ request: TensorsRequest, _ ticket: Ticket) async throws(Trouble) {
  }
}
