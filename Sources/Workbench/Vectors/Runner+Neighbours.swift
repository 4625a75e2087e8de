import Basics

extension Runner {
  func findNeighbours(_ request: NeighboursRequest, _ ticket: Ticket) async throws(Trouble) {
  }
}
