/* Alarm transmitters that are faster than any receiver: each sends its next alarm when the one
 * before was acknowledged. In C, so that what is measured is not the one who measures.
 *
 *   transmitters PORT CONNECTIONS SECONDS
 *
 * Prints the acknowledgements, the seconds, and the waits at the median and the 99th percentile
 * in microseconds. Ends with status 1 when an answer is no acknowledgement.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct line {
    int socket, number;
    double sent;
    size_t got;
    char answer[256];
};

static double *waits;
static size_t count, room;

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec + at.tv_nsec / 1e9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint16_t crc16(const char *data, size_t size) {
    uint16_t crc = 0;
    for (size_t at = 0; at < size; at++) {
        crc ^= (uint8_t)data[at];
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
    }
    return crc;
}

static void transmit(struct line *line, int which) {
    char body[128], frame[160];
    line->number++;
    int size = snprintf(body, sizeof body, "\"SIA-DCS\"%04dL0#1234[#1234|Nri%d/BA%03d]",
                        line->number % 9999 + 1, which, line->number % 1000);
    size = snprintf(frame, sizeof frame, "\n%04X%04X%s\r", crc16(body, size), size, body);
    line->sent = now();
    if (send(line->socket, frame, size, 0) != size) fail("send");
}

/* Return whether the answer is whole. */
static int answered(struct line *line) {
    ssize_t got = recv(line->socket, line->answer + line->got, sizeof line->answer - line->got - 1, 0);
    if (got <= 0) fail("recv");
    line->got += got;
    line->answer[line->got] = 0;
    if (line->answer[line->got - 1] != '\r') return 0;
    if (!strstr(line->answer, "\"ACK\"")) fail(line->answer);
    if (count == room) {
        room = room ? 2 * room : 1 << 16;
        waits = realloc(waits, room * sizeof *waits);
        if (!waits) fail("realloc");
    }
    waits[count++] = now() - line->sent;
    line->got = 0;
    return 1;
}

static int order(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

int main(int given, char **told) {
    if (given != 4) return 2;
    int lines = atoi(told[2]), open = lines, poll = epoll_create1(0), yes = 1;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(told[1]))};
    struct line *line = calloc(lines, sizeof *line);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int each = 0; each < lines; each++) {
        line[each].socket = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(line[each].socket, (struct sockaddr *)&to, sizeof to)) fail("connect");
        setsockopt(line[each].socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct epoll_event wish = {.events = EPOLLIN, .data.u32 = each};
        epoll_ctl(poll, EPOLL_CTL_ADD, line[each].socket, &wish);
    }
    double begun = now(), until = begun + atof(told[3]);
    for (int each = 0; each < lines; each++) transmit(&line[each], each);
    while (open) {
        struct epoll_event ready[64];
        int found = epoll_wait(poll, ready, 64, 10000);
        if (found <= 0) fail("no answer");
        for (int each = 0; each < found; each++) {
            int which = ready[each].data.u32;
            if (!answered(&line[which])) continue;
            if (now() < until) transmit(&line[which], which);
            else { close(line[which].socket); open--; }
        }
    }
    double took = now() - begun;
    qsort(waits, count, sizeof *waits, order);
    printf("%zu %f %.1f %.1f\n", count, took, waits[count / 2] * 1e6, waits[count * 99 / 100] * 1e6);
    return 0;
}
