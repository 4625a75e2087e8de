! heat.f90: heat spreading along a rod, by the Crank-Nicolson method.
!
!     gfortran -std=f2018 -Wall -O2 heat.f90 -o heat && ./heat
!
! The equation is du/dt = k d2u/dx2. Averaging the new and the old second derivative makes
! the method accurate to second order in time and stable for any step; the price is one
! tridiagonal system a step, which costs only 8n operations.

module tridiagonal
  use, intrinsic :: iso_fortran_env, only: dp => real64
  implicit none
  private
  public :: solve

contains

  !> Solve a system with constant off-diagonals `off` and diagonal `diag` (Thomas's method).
  pure subroutine solve(diag, off, rhs, x)
    real(dp), intent(in)  :: diag, off
    real(dp), intent(in)  :: rhs(:)
    real(dp), intent(out) :: x(:)
    real(dp) :: c(size(rhs)), d(size(rhs)), pivot
    integer  :: i, n

    n = size(rhs)
    c(1) = off / diag
    d(1) = rhs(1) / diag
    do i = 2, n
      pivot = diag - off * c(i - 1)
      c(i) = off / pivot
      d(i) = (rhs(i) - off * d(i - 1)) / pivot
    end do
    x(n) = d(n)
    do i = n - 1, 1, -1
      x(i) = d(i) - c(i) * x(i + 1)
    end do
  end subroutine solve

end module tridiagonal

program heat
  use, intrinsic :: iso_fortran_env, only: dp => real64, output_unit
  use tridiagonal, only: solve
  implicit none

  integer,  parameter :: n = 99, steps = 400
  real(dp), parameter :: pi = acos(-1.0_dp)
  real(dp), parameter :: length = 1.0_dp, k = 0.1_dp, dt = 0.005_dp
  real(dp), parameter :: dx = length / (n + 1), r = k * dt / (2 * dx**2)

  real(dp) :: u(0:n + 1), exact(0:n + 1), rhs(n)
  integer  :: i, step
  character(len=*), parameter :: layout = '(f6.3, 2f12.8, es12.3)'

  ! The ends are kept at zero. One arch of a sine keeps its shape and only grows flatter,
  ! so that the answer is known.
  u = [(sin(pi * i * dx), i = 0, n + 1)]
  u(0) = 0
  u(n + 1) = 0

  do step = 1, steps
    rhs = r * u(0:n - 1) + (1 - 2 * r) * u(1:n) + r * u(2:n + 1)
    call solve(1 + 2 * r, -r, rhs, u(1:n))
  end do

  exact = [(sin(pi * i * dx) * exp(-k * pi**2 * steps * dt), i = 0, n + 1)]

  write (output_unit, '(a)') '     x    computed       exact       error'
  do i = 0, n + 1, 20
    write (output_unit, layout) i * dx, u(i), exact(i), u(i) - exact(i)
  end do
  write (output_unit, '(/, a, es10.3)') 'largest error: ', maxval(abs(u - exact))
  if (maxval(abs(u - exact)) > 1.0e-4_dp) error stop 'the error is too large'
end program heat
