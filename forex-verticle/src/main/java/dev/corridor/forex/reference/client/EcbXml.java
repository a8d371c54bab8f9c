package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the European Central Bank's eurofxref files (daily, 90 days, whole history) one publication at a time, newest first. Its
 * methods block: not for an event loop.
 */
public final class EcbXml implements PublicationReader {
    public static final String PROVIDER = "ECB";

    private static final int MAX_CURRENCIES = 500;

    private final InputStream in;
    private final XMLStreamReader xml;
    private RatePublication upcoming;

    /** @throws UnreadablePublication */
    public EcbXml(InputStream in) {
        this.in = in;
        try {
            xml = hardened().createXMLStreamReader(in);
        } catch (XMLStreamException malformed) {
            throw new UnreadablePublication("it is not XML", malformed);
        }
    }

    @Override
    public boolean hasNext() {
        if (upcoming == null) {
            upcoming = read();
        }
        return upcoming != null;
    }

    /** @throws UnreadablePublication */
    @Override
    public RatePublication next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var publication = upcoming;
        upcoming = null;
        return publication;
    }

    @Override
    public void close() {
        try (in) {
            xml.close();
        } catch (XMLStreamException | IOException unclosed) {
            throw new UnreadablePublication("it cannot be closed", unclosed);
        }
    }

    /** Disables document types and entities, which can make a parser read other files. A publication has neither. */
    private static XMLInputFactory hardened() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private RatePublication read() {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new UnreadablePublication("it has a document type", null);
                }
                if (event == XMLStreamConstants.START_ELEMENT && attribute("time") != null) {
                    return publication(EcbFigures.day(attribute("time")));
                }
            }
            return null;
        } catch (XMLStreamException malformed) {
            throw new UnreadablePublication("it is not well-formed", malformed);
        }
    }

    private RatePublication publication(LocalDate asOf) throws XMLStreamException {
        Map<Currency, BigDecimal> perEuro = new HashMap<>();
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                var rate = EcbFigures.rate(asOf, attribute("rate"));
                currency(attribute("currency")).ifPresent(currency -> perEuro.put(currency, rate));
                if (perEuro.size() > MAX_CURRENCIES) {
                    throw new UnreadablePublication("it has too many currencies for " + asOf, null);
                }
            }
        }
        return RatePublication.of(asOf, PROVIDER, perEuro);
    }

    private String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    /** Returns empty for a code that is not listed, so that one new currency does not hide the others. */
    private static Optional<Currency> currency(String code) {
        return Optional.ofNullable(code).flatMap(Currency::find);
    }
}
