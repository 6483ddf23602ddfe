/**
 * The OAuth 2.0 authorization server: client credentials (RFC 6749), JWT access tokens (RFC 9068),
 * resource indicators (RFC 8707), metadata (RFC 8414), introspection (RFC 7662), revocation (RFC
 * 7009).
 */
@org.jspecify.annotations.NullMarked
package heist.service.auth;
