package dev.corridor.edge.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A key and a certificate for localhost, from an authority of its own whose key is thrown away. The JDK's keytool makes
 * them: a library that could would be loaded at every start, for what is needed once a year.
 *
 * @param key PEM, as are the others
 */
record LocalCertificate(String key, String certificate, String authority) {
    private static final String STORE = "making.p12";
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneId.systemDefault());

    /** @param folder where it is made; nothing is left there */
    static LocalCertificate make(Path folder, Instant notBefore, Duration lifetime)
            throws IOException, GeneralSecurityException {
        Path store = folder.resolve(STORE);
        String password = newPassword();
        try {
            Files.deleteIfExists(store);
            keytool(
                    store,
                    password,
                    notBefore,
                    lifetime,
                    List.of("-alias", "authority", "-dname", "CN=Corridor local edge authority", "-ext", "bc:c"));
            keytool(
                    store,
                    password,
                    notBefore,
                    lifetime,
                    List.of(
                            "-alias",
                            "edge",
                            "-signer",
                            "authority",
                            "-dname",
                            "CN=localhost,O=Corridor local edge",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1,ip:::1",
                            "-ext",
                            "eku=serverAuth"));
            var made = KeyStore.getInstance(store.toFile(), password.toCharArray());
            return new LocalCertificate(
                    pem(
                            "PRIVATE KEY",
                            made.getKey("edge", password.toCharArray()).getEncoded()),
                    pem("CERTIFICATE", made.getCertificate("edge").getEncoded()),
                    pem("CERTIFICATE", made.getCertificate("authority").getEncoded()));
        } finally {
            Files.deleteIfExists(store);
        }
    }

    private static void keytool(
            Path store, String password, Instant notBefore, Duration lifetime, List<String> specifics)
            throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-startdate",
                START.format(notBefore),
                "-validity",
                Long.toString(lifetime.toDays()),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "STORE_PASSWORD"));
        command.addAll(specifics);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        var process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private static String newPassword() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String pem(String what, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
