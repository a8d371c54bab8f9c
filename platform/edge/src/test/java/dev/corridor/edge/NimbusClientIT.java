package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Another implementation's client (Nimbus) reads the issuer's description, signs a user in, and checks what it gets. */
class NimbusClientIT {
    private static final ClientID PORTAL = new ClientID("portal");
    private static RunningEdge edge;
    private static OIDCProviderMetadata issuer;

    @BeforeAll
    static void start() throws Exception {
        edge = RunningEdge.start();
        var url = edge.consoleUrl("/oauth2/token/.well-known/openid-configuration");
        issuer = OIDCProviderMetadata.parse(
                edge.send(HttpRequest.newBuilder(url)).body());
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void a_user_signs_in_and_the_id_token_is_valid() throws Exception {
        var verifier = new CodeVerifier();
        var state = new State();
        var nonce = new Nonce();
        var request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "forex:read"), PORTAL, URI.create(RunningEdge.PORTAL))
                .endpointURI(issuer.getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build();
        var browser = new Browser(edge);
        var page =
                browser.get(request.toURI().getRawPath() + "?" + request.toURI().getRawQuery());
        var back = browser.submit(
                page,
                Map.of(
                        "csrf",
                        page.hidden("csrf"),
                        "action",
                        "sign_in",
                        "username",
                        "ada",
                        "password",
                        RunningEdge.PLATFORM_SECRET.value()));
        var success =
                AuthenticationResponseParser.parse(URI.create(back.location())).toSuccessResponse();
        assertThat(success.getState()).isEqualTo(state);
        assertThat(success.getIssuer()).isEqualTo(issuer.getIssuer());

        var grant =
                new AuthorizationCodeGrant(success.getAuthorizationCode(), URI.create(RunningEdge.PORTAL), verifier);
        var answer =
                OIDCTokenResponseParser.parse(send(new TokenRequest.Builder(issuer.getTokenEndpointURI(), PORTAL, grant)
                        .build()
                        .toHTTPRequest()));
        OIDCTokenResponse tokens = (OIDCTokenResponse) answer.toSuccessResponse();

        var claims = new IDTokenValidator(issuer.getIssuer(), PORTAL, JWSAlgorithm.ES256, keys())
                .validate(tokens.getOIDCTokens().getIDToken(), nonce);
        assertThat(claims.getSubject().getValue()).isEqualTo(RunningEdge.USER_ID);
        var info = UserInfoResponse.parse(send(new UserInfoRequest(
                        issuer.getUserInfoEndpointURI(), tokens.getOIDCTokens().getAccessToken())
                .toHTTPRequest()));
        assertThat(info.toSuccessResponse().getUserInfo().getSubject()).isEqualTo(claims.getSubject());
    }

    @Test
    void a_client_authenticates_in_both_ways_and_its_token_is_introspected_and_revoked() throws Exception {
        var id = new ClientID("payment");
        var secret = new Secret(RunningEdge.SERVICE_SECRET.value());
        for (ClientAuthentication client :
                new ClientAuthentication[] {new ClientSecretBasic(id, secret), new ClientSecretPost(id, secret)}) {
            AccessToken token = token(client);
            assertThat(isActive(client, token)).isTrue();

            var revoked =
                    send(new TokenRevocationRequest(issuer.getRevocationEndpointURI(), client, token).toHTTPRequest());

            assertThat(revoked.getStatusCode()).isEqualTo(200);
            assertThat(isActive(client, token)).isFalse();
        }
    }

    @Test
    void the_description_names_the_issuer_of_the_tokens() {
        assertThat(issuer.getIssuer()).isEqualTo(new Issuer(edge.config.tokenUrl()));
        assertThat(issuer.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
        assertThat(issuer.supportsAuthorizationResponseIssuerParam()).isTrue();
    }

    private static AccessToken token(ClientAuthentication client) throws Exception {
        var request = new TokenRequest.Builder(issuer.getTokenEndpointURI(), client, new ClientCredentialsGrant())
                .scope(new Scope("profile:read"))
                .build();
        return TokenResponse.parse(send(request.toHTTPRequest()))
                .toSuccessResponse()
                .getTokens()
                .getAccessToken();
    }

    private static boolean isActive(ClientAuthentication client, AccessToken token) throws Exception {
        var request = new TokenIntrospectionRequest(issuer.getIntrospectionEndpointURI(), client, token);
        return TokenIntrospectionResponse.parse(send(request.toHTTPRequest()))
                .toSuccessResponse()
                .isActive();
    }

    private static JWKSet keys() throws Exception {
        return JWKSet.parse(
                edge.send(HttpRequest.newBuilder(issuer.getJWKSetURI())).body());
    }

    private static HTTPResponse send(HTTPRequest request) throws Exception {
        request.setSSLSocketFactory(edge.http.sslContext().getSocketFactory());
        return request.send();
    }
}
