package dev.corridor.edge.keys;

import io.netty.pkitesting.CertificateBuilder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;

/**
 * Key and certificate for localhost, issued by an authority that is created for this one certificate. The authority's key is
 * never stored, so nobody can issue a second certificate that clients of the edge would trust.
 *
 * @param key private key, PEM
 * @param certificate server certificate, PEM
 * @param authority certificate of the authority, PEM
 */
record LocalCertificate(String key, String certificate, String authority) {

    static LocalCertificate create(Instant notBefore, Duration lifetime) throws GeneralSecurityException {
        var validity = new CertificateBuilder().ecp256().notBefore(notBefore).notAfter(notBefore.plus(lifetime));
        try {
            var authority = validity.copy()
                    .subject("CN=Corridor local edge authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            var server = validity.copy()
                    .subject("CN=localhost,O=Corridor local edge")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .addSanIpAddress("::1")
                    .addExtendedKeyUsageServerAuth()
                    .buildIssuedBy(authority);
            return new LocalCertificate(
                    server.getPrivateKeyPEM(), server.getCertificatePEM(), authority.getCertificatePEM());
        } catch (Exception failure) {
            throw new GeneralSecurityException("The certificate for localhost cannot be created.", failure);
        }
    }
}
