/**
 * People who enter by an identity provider of their organization: OpenID Connect Core 1.0, the
 * authorization code flow with PKCE. Owns what is asked of the provider and what is believed of its
 * answers; knows nothing of pages. Imports {@code app.access}, {@code app.intake}, {@code
 * app.scrape}.
 */
@NullMarked
package dev.aegis.app.oidc;

import org.jspecify.annotations.NullMarked;
