package dev.corridor.ledger;

import dev.corridor.kit.identity.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** An issuer of tokens with a key of its own, which publishes it as a JWKS. */
final class TestIssuer {
    private static final String NAME = "test-issuer";
    private static final int COORDINATE_BYTES = 32;

    private final JWTAuth signer;
    private final HttpServer keys;

    private TestIssuer(JWTAuth signer, HttpServer keys) {
        this.signer = signer;
        this.keys = keys;
    }

    static Future<TestIssuer> start(Vertx vertx) {
        var pair = newKey();
        var publicKey = publicJwk((ECPublicKey) pair.getPublic());
        var privateKey = publicKey.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        var signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(privateKey));
        var keySet = new JsonObject().put("keys", new JsonArray().add(publicKey));
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end(keySet.toBuffer()))
                .listen(0, "127.0.0.1")
                .map(server -> new TestIssuer(signer, server));
    }

    /** As the environment variables of a service that believes this issuer. */
    Map<String, String> environment() {
        return Map.of("JWKS_URL", "http://127.0.0.1:" + keys.actualPort() + "/jwks", "JWT_ISSUER", NAME);
    }

    String token(String subject, Scope... scopes) {
        var claims = new JsonObject()
                .put("sub", subject)
                .put("scope", Arrays.stream(scopes).map(Scope::value).collect(Collectors.joining(" ")));
        return signer.generateToken(
                claims, new JWTOptions().setAlgorithm("ES256").setIssuer(NAME).setExpiresInMinutes(10));
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError("this JDK has no P-256", missing);
        }
    }

    private static JsonObject publicJwk(ECPublicKey key) {
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("use", "sig")
                .put("kid", "test-key")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
    }

    private static String coordinate(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
