;;; queens.scm: the eight queens, and a few other searches, with lazy streams.
;;;
;;;     guile -s queens.scm
;;;
;;; A search is written as if it made all of its answers at once. Because the streams
;;; are lazy, no more of them is computed than somebody asks to see.

(use-modules (srfi srfi-1)              ; iota, every, append-map
             (srfi srfi-41))            ; streams

(define (stream-append-map f s)
  "Apply F, which makes streams, to each element of S and join the results, lazily."
  (stream-concat (stream-map f s)))

(define (in-range from to)
  (stream-from-list (iota (- to from) from)))

(define (stream-from-list xs)
  (if (null? xs)
      stream-null
      (stream-cons (car xs) (stream-from-list (cdr xs)))))

;;; ---------------------------------------------------------------- queens

;; A position is the list of the columns of the queens placed so far, the latest first.

(define (safe? column placed)
  (let check ((rest placed) (distance 1))
    (cond ((null? rest) #t)
          ((= (car rest) column) #f)
          ((= (abs (- (car rest) column)) distance) #f)
          (else (check (cdr rest) (+ distance 1))))))

(define (queens n)
  "All the ways to put N queens on an N by N board so that none attacks another."
  (let place ((k n))
    (if (zero? k)
        (stream '())
        (stream-append-map
         (lambda (placed)
           (stream-map (lambda (column) (cons column placed))
                       (stream-filter (lambda (column) (safe? column placed))
                                      (in-range 0 n))))
         (place (- k 1))))))

(define (show-board position)
  (let ((n (length position)))
    (for-each (lambda (queen)
                (do ((column 0 (+ column 1)))
                    ((= column n) (newline))
                  (display (if (= column queen) " Q" " ."))))
              position)))

;;; ---------------------------------------------------------------- coins

(define-syntax define-memoized
  (syntax-rules ()
    ((_ (name arg ...) body ...)
     (define name
       (let ((memory (make-hash-table)))
         (lambda (arg ...)
           (let ((key (list arg ...)))
             (or (hash-ref memory key)
                 (let ((value (begin body ...)))
                   (hash-set! memory key value)
                   value)))))))))

(define-memoized (ways amount coins)
  (cond ((zero? amount) 1)
        ((or (negative? amount) (null? coins)) 0)
        (else (+ (ways amount (cdr coins))
                 (ways (- amount (car coins)) coins)))))

;;; ---------------------------------------------------------------- a tiny evaluator

(define (evaluate form env)
  "The value of FORM, where ENV is an association list of names and values."
  (cond ((symbol? form)
         (cond ((assq form env) => cdr)
               (else (error "unbound variable:" form))))
        ((not (pair? form)) form)
        (else
         (case (car form)
           ((quote) (cadr form))
           ((if) (evaluate (if (evaluate (cadr form) env) (caddr form) (cadddr form)) env))
           ((lambda)
            (lambda arguments
              (evaluate (caddr form)
                        (append (map cons (cadr form) arguments) env))))
           (else
            (apply (evaluate (car form) env)
                   (map (lambda (argument) (evaluate argument env)) (cdr form))))))))

(define base-environment
  `((+ . ,+) (- . ,-) (* . ,*) (= . ,=) (< . ,<) (list . ,list)))

(define factorial-without-a-name
  '(((lambda (self) (self self))
     (lambda (self)
       (lambda (n)
         (if (= n 0) 1 (* n ((self self) (- n 1)))))))
    20))

;;; ---------------------------------------------------------------- say it

(display "The first solution for eight queens:\n")
(show-board (stream-car (queens 8)))
(format #t "There are ~a in all.~%" (stream-length (queens 8)))
(format #t "100 pence can be paid in ~a ways.~%" (ways 100 '(50 20 10 5 2 1)))
(format #t "20! = ~a~%" (evaluate factorial-without-a-name base-environment))
(format #t "~s~%" (evaluate '(list 1 (quote two) "three" #\4) base-environment))
