# primes.s: the primes below one hundred, by the sieve of Eratosthenes.
# x86-64 Linux, GNU assembler (AT&T syntax), no C library.
#
#   gcc -nostdlib -static -o primes primes.s && ./primes

        .equ    LIMIT,     100
        .equ    SYS_write, 1
        .equ    SYS_exit,  60
        .equ    STDOUT,    1

        .section .bss
        .lcomm  composite, LIMIT        # one byte a number; 0 means "still prime"
        .lcomm  buffer, 24              # digits are written from its end backwards

        .section .rodata
heading:
        .ascii  "The primes below 100:\n"
        .equ    heading_length, . - heading

        .section .text
        .globl  _start

_start:
        mov     $SYS_write, %eax
        mov     $STDOUT, %edi
        lea     heading(%rip), %rsi
        mov     $heading_length, %edx
        syscall

        lea     composite(%rip), %r12   # r12 = table, for the whole program
        mov     $2, %ebx                # rbx = candidate

next_candidate:
        cmp     $LIMIT, %rbx
        jae     finish
        cmpb    $0, (%r12,%rbx)
        jne     advance

        mov     %rbx, %rdi
        call    print_number

        mov     %rbx, %rax              # strike out n*n, n*n + n, n*n + 2n, ...
        mul     %rbx
strike:
        cmp     $LIMIT, %rax
        jae     advance
        movb    $1, (%r12,%rax)
        add     %rbx, %rax
        jmp     strike

advance:
        inc     %rbx
        jmp     next_candidate

finish:
        mov     $SYS_exit, %eax
        xor     %edi, %edi              # status 0
        syscall

# print_number: write rdi in decimal, and a line feed.
# Uses rax, rcx, rdx, rsi, rdi, r8, r11; rbx and r12 are left alone.
print_number:
        lea     buffer+24(%rip), %rsi   # one past the end
        dec     %rsi
        movb    $'\n', (%rsi)
        mov     $1, %ecx                # length so far
        mov     %rdi, %rax
        mov     $10, %r8d
digit:
        xor     %edx, %edx
        div     %r8                     # rax = quotient, rdx = remainder
        add     $'0', %dl
        dec     %rsi
        mov     %dl, (%rsi)
        inc     %ecx
        test    %rax, %rax
        jnz     digit

        mov     %ecx, %edx
        mov     $SYS_write, %eax
        mov     $STDOUT, %edi
        syscall
        ret
