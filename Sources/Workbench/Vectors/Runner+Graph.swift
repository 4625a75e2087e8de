import Basics

extension Runner {
  func linkTokens(_ request: GraphRequest, _ ticket: Ticket) async throws(Trouble) {
  }
}
