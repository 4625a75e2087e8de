import Basics

extension Runner {
  func compareVectors(_ request: SimilarityRequest, _ ticket: Ticket) async throws(Trouble) {
  }
}
