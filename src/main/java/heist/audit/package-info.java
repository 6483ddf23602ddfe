/** The hash-chained log of one service: who did what with which right, and how it ended. */
@org.jspecify.annotations.NullMarked
package heist.audit;
