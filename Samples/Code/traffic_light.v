// traffic_light.v: a crossing with a main road, a side road, and a button for people on foot.
//
//   iverilog -g2012 -Wall -o light traffic_light.v && ./light

`timescale 1ns / 1ps
`default_nettype none

module traffic_light #(
    parameter integer GREEN  = 20,   // ticks
    parameter integer AMBER  = 3,
    parameter integer WALK   = 8
) (
    input  wire       clk,
    input  wire       rst_n,         // active low, asynchronous
    input  wire       car_waiting,   // on the side road
    input  wire       button,
    output reg  [2:0] main_light,    // {red, amber, green}
    output reg  [2:0] side_light,
    output reg        walk
);

    localparam [2:0] RED = 3'b100, YELLOW = 3'b010, GO = 3'b001;

    localparam [2:0]
        S_MAIN_GREEN = 3'd0,
        S_MAIN_AMBER = 3'd1,
        S_SIDE_GREEN = 3'd2,
        S_SIDE_AMBER = 3'd3,
        S_WALK       = 3'd4;

    reg [2:0] state, next;
    reg [7:0] timer;
    reg       wanted;                // the button, remembered

    wire timed_out = (timer == 8'd0);

    // Which state follows; the timer decides when.
    always @* begin
        next = state;
        case (state)
            S_MAIN_GREEN: if (timed_out && (car_waiting || wanted)) next = S_MAIN_AMBER;
            S_MAIN_AMBER: if (timed_out) next = wanted ? S_WALK : S_SIDE_GREEN;
            S_SIDE_GREEN: if (timed_out || !car_waiting)            next = S_SIDE_AMBER;
            S_SIDE_AMBER: if (timed_out) next = wanted ? S_WALK : S_MAIN_GREEN;
            S_WALK:       if (timed_out) next = car_waiting ? S_SIDE_GREEN : S_MAIN_GREEN;
            default:      next = S_MAIN_GREEN;
        endcase
    end

    always @(posedge clk or negedge rst_n) begin
        if (!rst_n) begin
            state  <= S_MAIN_GREEN;
            timer  <= GREEN[7:0];
            wanted <= 1'b0;
        end else begin
            state <= next;
            if (next != state)
                case (next)
                    S_MAIN_GREEN, S_SIDE_GREEN: timer <= GREEN[7:0];
                    S_WALK:                     timer <= WALK[7:0];
                    default:                    timer <= AMBER[7:0];
                endcase
            else if (!timed_out)
                timer <= timer - 8'd1;

            if (button)               wanted <= 1'b1;
            else if (state == S_WALK) wanted <= 1'b0;
        end
    end

    always @* begin
        {main_light, side_light, walk} = {RED, RED, 1'b0};
        case (state)
            S_MAIN_GREEN: main_light = GO;
            S_MAIN_AMBER: main_light = YELLOW;
            S_SIDE_GREEN: side_light = GO;
            S_SIDE_AMBER: side_light = YELLOW;
            S_WALK:       walk = 1'b1;
            default:      ;                       // all red
        endcase
    end

endmodule


module testbench;
    reg  clk = 1'b0, rst_n = 1'b0, car = 1'b0, button = 1'b0;
    wire [2:0] main_light, side_light;
    wire       walk;

    traffic_light #(.GREEN(4), .AMBER(1), .WALK(3)) dut (
        .clk(clk), .rst_n(rst_n), .car_waiting(car), .button(button),
        .main_light(main_light), .side_light(side_light), .walk(walk)
    );

    always #5 clk = ~clk;

    // Never two greens, and never a green beside people who are walking.
    always @(negedge clk)
        if (rst_n && ((main_light[0] + side_light[0] + walk) > 1)) begin
            $display("UNSAFE at %0t: main=%b side=%b walk=%b", $time, main_light, side_light, walk);
            $fatal(1);
        end

    initial begin
        $monitor("%4t  main=%b side=%b walk=%b", $time, main_light, side_light, walk);
        #12 rst_n = 1'b1;
        #60 button = 1'b1;
        #10 button = 1'b0;
        #90 car = 1'b1;
        #200 car = 1'b0;
        #100 $display("safe");
        $finish;
    end
endmodule

`default_nettype wire
