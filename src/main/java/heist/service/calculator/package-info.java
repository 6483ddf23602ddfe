/**
 * Safe arithmetic: a small parser of our own over BigDecimal, its limits checked before computing.
 */
@org.jspecify.annotations.NullMarked
package heist.service.calculator;
