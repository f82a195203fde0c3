package dev.autoscale.testkit.cli.page;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A page as the JDK's XML parser reads it, which refuses whatever is not well-formed. */
final class PageDocument {
    private final Document document;

    PageDocument(String html) {
        try {
            document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(html)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    private NodeList nodes(String path) {
        try {
            return (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw new AssertionError(e);
        }
    }

    int count(String path) {
        return nodes(path).getLength();
    }

    /** What elements or attributes contain; in elements other than pre with single spaces only. */
    List<String> texts(String path) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = nodes(path);
        for (int i = 0; i < nodes.getLength(); i++) {
            String text = nodes.item(i).getTextContent();
            texts.add(
                    nodes.item(i).getNodeName().equals("pre")
                            ? text
                            : text.strip().replaceAll("\\s+", " "));
        }
        return texts;
    }

    /** The one text. */
    String text(String path) {
        List<String> texts = texts(path);
        if (texts.size() != 1) {
            throw new AssertionError(path + " must be there once: " + texts);
        }
        return texts.get(0);
    }

    /** The values of a packed list, one for each column. */
    List<String> unpacked(String path) {
        List<String> values = new ArrayList<>();
        for (String part : text(path).split("\\|", -1)) {
            int star = part.lastIndexOf('*');
            int count = star < 0 ? 1 : Integer.parseInt(part.substring(star + 1));
            values.addAll(Collections.nCopies(count, star < 0 ? part : part.substring(0, star)));
        }
        return values;
    }
}
