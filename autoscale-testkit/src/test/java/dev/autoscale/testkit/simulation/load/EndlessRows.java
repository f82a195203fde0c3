package dev.autoscale.testkit.simulation.load;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A header and then a row each half millisecond, made when it is read. */
final class EndlessRows extends InputStream {
    private final int headerLength;
    private final byte[] row;
    private int at;
    private boolean isHalf;

    EndlessRows(String header) {
        headerLength = header.length();
        row = (header + "0000000000000.0,123.456\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int read() {
        if (at == row.length) {
            at = headerLength;
            isHalf = !isHalf;
            row[at + 14] = (byte) (isHalf ? '5' : '0');
            if (!isHalf) {
                count(at + 12);
            }
        }
        return row[at++];
    }

    private void count(int lastDigit) {
        int digit = lastDigit;
        while (row[digit] == '9') {
            row[digit--] = '0';
        }
        row[digit]++;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        for (int i = 0; i < length; i++) {
            target[from + i] = (byte) read();
        }
        return length;
    }
}
