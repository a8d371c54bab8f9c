package dev.corridor.kit.identity;

import com.sun.net.httpserver.HttpServer;
import dev.corridor.embedded.Ports;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A second issuer with an RSA key, whose key set a test can change and make unavailable. */
final class RsaIssuer implements AutoCloseable {
    static final String KEY_ID = "rsa-1";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Made once, because it takes long. */
    private static final KeyPair KEYS = newKeys();

    final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;
    volatile String keySet;

    RsaIssuer() throws IOException {
        keySet = ownKeySet();
        server = HttpServer.create(new InetSocketAddress(Ports.LOOPBACK, 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = keySet.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    URI jwksUrl() {
        return URI.create("http://" + Ports.LOOPBACK + ":" + server.getAddress().getPort() + "/jwks");
    }

    String ownKeySet() {
        return "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(
                        KEY_ID,
                        encode(publicKey().getModulus()),
                        encode(publicKey().getPublicExponent()));
    }

    RSAPublicKey publicKey() {
        return (RSAPublicKey) KEYS.getPublic();
    }

    String sign(String claims) throws GeneralSecurityException {
        return sign("", claims);
    }

    /** @param header further members of the header, each with a comma after it */
    String sign(String header, String claims) throws GeneralSecurityException {
        String content = encode("{" + header + "\"alg\":\"RS256\",\"kid\":\"" + KEY_ID + "\"}") + "." + encode(claims);
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KEYS.getPrivate());
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature.sign());
    }

    static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException noRsa) {
            throw new IllegalStateException(noRsa);
        }
    }

    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
