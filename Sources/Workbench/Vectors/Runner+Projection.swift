import Basics

extension Runner {
  func project(_ request: ProjectionRequest, _ ticket: Ticket) async throws(Trouble) {
  }
}
