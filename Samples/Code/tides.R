# tides.R: fit the heights of a tide with a few harmonics, and predict the next day.
#
#   Rscript tides.R
#
# The height of the water is close to a sum of cosines whose speeds are known from
# astronomy; only their sizes and their delays depend on the place. With the speeds
# fixed, the problem is linear: each constituent is a * cos(wt) + b * sin(wt).

constituents <- data.frame(
  name  = c("M2", "S2", "N2", "K1", "O1"),
  speed = c(28.9841042, 30.0000000, 28.4397295, 15.0410686, 13.9430356),  # degrees an hour
  cause = c("moon", "sun", "moon's distance", "sun and moon", "moon"),
  stringsAsFactors = FALSE
)

design_matrix <- function(hours, speeds) {
  radians <- outer(hours, speeds * pi / 180)
  X <- cbind(1, cos(radians), sin(radians))
  colnames(X) <- c("mean",
                   paste0("cos.", seq_along(speeds)),
                   paste0("sin.", seq_along(speeds)))
  X
}

fit_tide <- function(hours, heights, table = constituents) {
  stopifnot(length(hours) == length(heights), !anyNA(hours))
  ok <- is.finite(heights)
  if (sum(ok) < 2 * nrow(table) + 1) {
    stop("not enough readings: ", sum(ok), " for ", 2 * nrow(table) + 1L, " unknowns")
  }
  X <- design_matrix(hours[ok], table$speed)
  fit <- lm.fit(X, heights[ok])
  k <- nrow(table)
  a <- fit$coefficients[1 + 1:k]
  b <- fit$coefficients[1 + k + 1:k]
  structure(
    list(
      mean      = unname(fit$coefficients[1]),
      table     = transform(table,
                            amplitude = unname(sqrt(a^2 + b^2)),
                            phase     = unname((atan2(b, a) * 180 / pi) %% 360)),
      residuals = fit$residuals
    ),
    class = "tide"
  )
}

predict.tide <- function(object, hours, ...) {
  with(object$table, {
    angles <- outer(hours, speed) - rep(phase, each = length(hours))
    object$mean + drop(cos(angles * pi / 180) %*% amplitude)
  })
}

print.tide <- function(x, digits = 3, ...) {
  cat("A tide about a mean of", format(x$mean, digits = digits), "m\n\n")
  shown <- x$table[order(-x$table$amplitude), c("name", "amplitude", "phase", "cause")]
  print(format(shown, digits = digits), row.names = FALSE)
  cat(sprintf("\nRoot mean square error: %.1f cm\n", 100 * sqrt(mean(x$residuals^2))))
  invisible(x)
}

turning_points <- function(hours, heights) {
  slope <- sign(diff(heights))
  turn <- which(diff(slope) != 0) + 1L
  data.frame(
    time   = sprintf("%02d:%02d", as.integer(hours[turn] %% 24), as.integer(60 * (hours[turn] %% 1))),
    height = round(heights[turn], 2),
    what   = ifelse(slope[turn - 1L] > 0, "high water", "low water")
  )
}

# Thirty days of hourly readings, made up here: known constants, a little noise, a gap.
set.seed(1887)
hours <- 0:(30 * 24 - 1)
true_amplitude <- c(1.92, 0.64, 0.38, 0.11, 0.07)
true_phase <- c(130, 172, 108, 241, 88)
heights <- 3.1 +
  rowSums(mapply(function(A, w, p) A * cos((w * hours - p) * pi / 180),
                 true_amplitude, constituents$speed, true_phase)) +
  rnorm(length(hours), sd = 0.05)
heights[200:260] <- NA                     # the gauge was eaten by petrels

tide <- fit_tide(hours, heights)
print(tide)

tomorrow <- seq(max(hours) + 1, by = 0.1, length.out = 240)
cat("\nTomorrow:\n")
print(turning_points(tomorrow, predict(tide, tomorrow)), row.names = FALSE)

if (interactive()) {
  plot(hours[1:96], heights[1:96], pch = 20, col = "#386641", xlab = "hours", ylab = "m")
  lines(hours[1:96], predict(tide, hours[1:96]), lwd = 2)
}
